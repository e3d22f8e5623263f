import { defineConfig } from 'vitest/config';
import { resolve, root } from './scripts/building.mjs';
import { dawnEnvironment } from './scripts/environment.mjs';

/** A CPU plays the GPU on most machines that run the tests, and it is slow. */
const MINUTE = 60_000;

/** The oracle of the GPU tests. Node cannot load its gradients by themselves: they import each other without endings. */
const tensorflow = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-core/dist/register_all_gradients', '@tensorflow/tfjs-backend-cpu'];

/** Projects run one after another, the quick ones first: a browser or Dawn on a CPU takes every core there is. */
export default defineConfig({
  root,
  resolve,
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], sequence: { groupOrder: 0 }, testTimeout: 5 * MINUTE } },
      {
        extends: true,
        test: {
          name: 'gpu',
          include: ['tests/gpu/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          pool: 'forks',
          maxWorkers: 1,
          env: dawnEnvironment(),
          // Bundled once: its hundreds of small modules would be loaded anew for each test file.
          deps: { optimizer: { ssr: { enabled: true, include: tensorflow } } },
          testTimeout: 5 * MINUTE,
          hookTimeout: 2 * MINUTE,
        },
      },
      {
        extends: true,
        test: {
          name: 'cli',
          include: ['tests/cli/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
          testTimeout: 10 * MINUTE,
          hookTimeout: 2 * MINUTE,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          sequence: { groupOrder: 3 },
          maxWorkers: 1,
          testTimeout: 15 * MINUTE,
          hookTimeout: 2 * MINUTE,
          // As patient as Playwright is: the page shares its cores with the GPU that they play.
          expect: { poll: { timeout: MINUTE / 2 } },
        },
      },
    ],
  },
});
