/** Nothing is submitted again after so many milliseconds: browsers' timers know no shorter time. */
const NUDGE_EVERY_MS = 4;
/** News of work that was none waits for a timer where it takes longer than this, in milliseconds. */
const LATE_MS = 40;

/**
 * Sees to it that the end of a device's work is told soon. Firefox looks for it on a timer of 100 ms (`POLL_TIME_MS` of its
 * WebGPUParent.cpp, Bugzilla 1870699) and at every submit. Where news is that late, a submit of nothing follows another, for as
 * long as there is work under way, and whoever waits for it is told within a few milliseconds. Other browsers are left alone.
 * @param now a clock in milliseconds.
 * @returns milliseconds from the end of work to the news of it, all the same.
 */
export async function hastenNews(device: GPUDevice, now: () => number): Promise<number> {
  const delay = await newsDelay(device.queue, now);
  if (delay < LATE_MS) return delay;
  nudge(device);
  return newsDelay(device.queue, now);
}

/** Milliseconds from a submit of nothing to the news that it is done. */
async function newsDelay(queue: GPUQueue, now: () => number): Promise<number> {
  // What is told by a timer is told anywhere between two of its ticks at first, and then right behind one.
  await queue.onSubmittedWorkDone();
  const began = now();
  queue.submit([]);
  await queue.onSubmittedWorkDone();
  return now() - began;
}

/** Lets every submit be followed by submits of nothing until all work is done. */
function nudge({ queue, lost }: GPUDevice): void {
  const submit = queue.submit.bind(queue);
  let timer: ReturnType<typeof setInterval> | undefined;
  let isMore = false;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  const untilDone = async () => {
    while (isMore) {
      isMore = false;
      await queue.onSubmittedWorkDone().catch(() => undefined);
    }
    stop();
  };
  queue.submit = (commands) => {
    submit(commands);
    isMore = true;
    if (timer !== undefined) return;
    timer = setInterval(() => submit([]), NUDGE_EVERY_MS);
    void untilDone();
  };
  void lost.then(() => {
    queue.submit = submit;
    stop();
  });
}
