/**
 * Builds a program of the command line and runs it, in this very process, as the person who called npm would: with the paths
 * of the folder in which npm was called (`npm --prefix` starts us in the checkout).
 *
 *     node scripts/start.mjs train|bench|presets [options of the program]
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');

/** Exit statuses of a program that these signals end. */
const ENDS = /** @type {const} */ ({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });

/** Ends with Vite's status where that fails. @param {string} config */
function build(config) {
  const options = [vite, 'build', '--config', config, '--configLoader', 'native', '--logLevel', 'error'];
  const child = spawn(process.execPath, options, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const listeners = Object.entries(ENDS).map(([signal, status]) => {
    const end = () => {
      child.kill();
      process.exit(status);
    };
    process.once(signal, end);
    return () => process.removeListener(signal, end);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status) => {
      for (const remove of listeners) remove();
      if (status === 0) resolve(undefined);
      else process.exit(status ?? 1);
    });
  });
}

// The program is not to outlive npm (`watchParent` in src/cli/interruption.ts), not even where that ends during the build.
if (process.env['npm_lifecycle_event'] !== undefined) process.env['KERNELGARTEN_PARENT'] = String(process.ppid);

const [name = '', ...options] = process.argv.slice(2);
await build('vite.cli.config.js');
if (name === 'bench') await build('vite.bench.config.js');

const program = join(root, 'dist-cli', `${name}.mjs`);
process.chdir(process.env['INIT_CWD'] ?? process.cwd());
process.argv = [process.execPath, program, ...options];
await import(pathToFileURL(program).href);
