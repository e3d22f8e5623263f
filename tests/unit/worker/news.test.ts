import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hastenNews } from '../../../src/worker/news';
import { now } from '../../support/clock';

/** How often Firefox looks for the end of work. */
const TICK_MS = 100;
const WORK_MS = 30;
const command = {} as GPUCommandBuffer;

/** A queue that works off a command in `WORK_MS`. It tells of the end at once, or when it looks: at a tick, and at each submit. */
class FakeQueue {
  submits = 0;
  private busyUntil = 0;
  private waiting: { readonly end: number; readonly tell: () => void }[] = [];

  constructor(private readonly tellsAtOnce: boolean) {
    // eslint-disable-next-line no-restricted-syntax -- the queue's own clock, which the test makes go
    if (!tellsAtOnce) setInterval(() => this.look(), TICK_MS);
  }

  submit(commands: readonly GPUCommandBuffer[]): void {
    this.submits++;
    this.busyUntil = Math.max(this.busyUntil, now()) + commands.length * WORK_MS;
    this.look();
  }

  onSubmittedWorkDone(): Promise<void> {
    return new Promise((tell) => {
      this.waiting.push({ end: this.busyUntil, tell });
      // eslint-disable-next-line no-restricted-syntax -- the queue's own clock, which the test makes go
      if (this.tellsAtOnce) setTimeout(() => this.look(), Math.max(this.busyUntil - now(), 0));
    });
  }

  private look(): void {
    const isDone = ({ end }: { readonly end: number }) => end <= now();
    for (const { tell } of this.waiting.filter(isDone)) tell();
    this.waiting = this.waiting.filter((each) => !isDone(each));
  }
}

function withResolvers() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

function fakeDevice(queue: FakeQueue) {
  const { promise: lost, resolve: lose } = withResolvers();
  return { device: { queue, lost } as unknown as GPUDevice, lose };
}

/** Lets the made-up time go by until a promise is kept. @returns what it gives, and the milliseconds it took. */
async function waitFor<T>(promise: Promise<T>): Promise<{ readonly value: T; readonly milliseconds: number }> {
  const began = now();
  let kept: { value: T; milliseconds: number } | undefined;
  void promise.then((value) => (kept = { value, milliseconds: now() - began }));
  for (let passed = 0; !kept && passed < 10_000; passed++) await vi.advanceTimersByTimeAsync(1);
  if (!kept) throw new Error('never told');
  return kept;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('on a device that tells of the end of work by a timer', () => {
  it('brings the news within a few milliseconds of the end', async () => {
    const { device } = fakeDevice(new FakeQueue(false));
    expect((await waitFor(hastenNews(device, now))).value).toBeLessThan(8);
    for (let step = 0; step < 20; step++) {
      device.queue.submit([command]);
      expect((await waitFor(device.queue.onSubmittedWorkDone())).milliseconds).toBeLessThan(WORK_MS + 8);
    }
  });

  it('goes on while work is added, and submits nothing once all is done', async () => {
    const queue = new FakeQueue(false);
    const { device } = fakeDevice(queue);
    await waitFor(hastenNews(device, now));
    device.queue.submit([command]);
    await vi.advanceTimersByTimeAsync(WORK_MS / 2);
    device.queue.submit([command, command]);
    const { milliseconds } = await waitFor(device.queue.onSubmittedWorkDone());
    expect(milliseconds).toBeLessThan(2.5 * WORK_MS + 8);
    await vi.advanceTimersByTimeAsync(10);
    const { submits } = queue;
    await vi.advanceTimersByTimeAsync(1000);
    expect(queue.submits).toBe(submits);
  });

  it('stops when the device is lost', async () => {
    const queue = new FakeQueue(false);
    const { device, lose } = fakeDevice(queue);
    await waitFor(hastenNews(device, now));
    device.queue.submit([command]);
    lose();
    await vi.advanceTimersByTimeAsync(1);
    const { submits } = queue;
    await vi.advanceTimersByTimeAsync(WORK_MS);
    expect(queue.submits).toBe(submits);
  });
});

it('leaves a device alone that tells at once', async () => {
  const queue = new FakeQueue(true);
  const { device } = fakeDevice(queue);
  expect((await waitFor(hastenNews(device, now))).value).toBeLessThan(2);
  const { submits } = queue;
  device.queue.submit([command]);
  await waitFor(device.queue.onSubmittedWorkDone());
  expect(queue.submits).toBe(submits + 1);
});
