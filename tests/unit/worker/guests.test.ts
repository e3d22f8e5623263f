import { expect, it } from 'vitest';
import { Guests } from '../../../src/worker/guests';

it('lets work wait until it is received, one after another', async () => {
  const guests = new Guests();
  const told: string[] = [];
  const work = (name: string) => async () => {
    told.push(`${name} begins`);
    await Promise.resolve();
    told.push(`${name} ends`);
  };
  const both = [guests.invite(work('first')), guests.invite(work('second'))];
  await Promise.resolve();
  expect(told).toEqual([]);
  expect(guests.areWaiting).toBe(true);
  await guests.receive();
  expect(told).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  expect(guests.areWaiting).toBe(false);
  await Promise.all(both);
});

it('hands a failure to whoever asked, and goes on', async () => {
  const guests = new Guests();
  const failing = guests.invite(() => Promise.reject(new Error('no memory')));
  const next = guests.invite(() => Promise.resolve());
  await Promise.all([guests.receive(), expect(failing).rejects.toThrow('no memory'), next]);
});
