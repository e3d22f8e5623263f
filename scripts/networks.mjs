/**
 * Trains networks that are drawn from seeds for one step each, in every variant and precision, and holds the gradient of
 * every tensor to plain arithmetic in double precision. A network that fails is made as small as it gets and printed as a
 * model file. Meant for a night: the tests themselves run a share of this (tests/gpu/networks.test.ts).
 *
 *     npm run -s test:networks -- [--seed N] [--count N] [--variant direct|sliding|quad|tiled] [--precision f32|f16]
 *     npm run -s test:networks -- --choose        the seeds of that share anew, for tests/support/networks/share.ts
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = { type: /** @type {const} */ ('string') };
/** @type {Record<string, readonly string[]>} */
const choices = { variant: ['direct', 'sliding', 'quad', 'tiled'], precision: ['f32', 'f16'] };

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(`error: ${message}`);
  process.exit(2);
}

function readOptions() {
  try {
    const options = {
      seed: { ...text, default: '1' },
      count: { ...text, default: '1000' },
      variant: text,
      precision: text,
      choose: { type: /** @type {const} */ ('boolean'), default: false },
    };
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const { seed, count, choose, ...chosen } = readOptions();
for (const [name, value] of Object.entries({ seed, count })) if (!/^\d{1,9}$/.test(value)) refuse(`--${name}: ${value} is no whole number`);
for (const [name, value] of Object.entries(chosen)) if (!choices[name]?.includes(value)) refuse(`--${name}: ${value} is none of ${choices[name]?.join(', ')}`);

const NETWORKS = JSON.stringify({ seed: Number(seed), count: Number(count), choose, ...chosen });
const files = [...(choose ? [] : ['tests/gpu/networks.test.ts']), 'tests/unit/networks/coverage.test.ts'];
const options = ['vitest', 'run', '--project', 'gpu', '--project', 'unit', ...files];
const { status } = spawnSync('npx', options, { cwd: root, stdio: 'inherit', env: { ...process.env, NETWORKS } });
process.exit(status ?? 1);
