/** What the builds of the page, of the command line and of the bench's page share. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('..', import.meta.url));

/**
 * The checkout's folder as Vite can take it. A file's name ends for Vite at "#" and "?", as an address's path does: where the
 * checkout's path has one of them, Vite is handed a link to it that has none.
 */
export const root = /[#?]/.test(checkout) ? linkTo(checkout) : checkout;

/** @param {string} folder */
function linkTo(folder) {
  const place = mkdtempSync(join(tmpdir(), 'kernelgarten-'));
  process.on('exit', () => rmSync(place, { recursive: true, force: true }));
  const link = join(place, 'checkout');
  symlinkSync(folder, link, 'junction');
  return link;
}

/** Where files lie, for Vite: it must not look through the link. */
export const resolve = { preserveSymlinks: root !== checkout };

/** Files of an earlier build stay for so long, in milliseconds: whoever has begun to load them finds the rest. */
const GRACE = 3_600_000;

/**
 * Builds beside the output folder and then renames file by file, those last that name others: who runs what was built before
 * meets whole files at any moment. The output folder's other files must have the hash of their content in their names.
 * @param {string} outDir from the checkout's folder
 * @returns {import('vite').Plugin}
 */
export function replacing(outDir) {
  const target = join(root, outDir);
  const beside = `${target}.${process.pid}.part`;
  return {
    name: 'replacing',
    apply: 'build',
    config: () => ({ build: { outDir: beside, emptyOutDir: true } }),
    writeBundle() {
      const files = filesIn(beside);
      for (const file of [...files.filter(hasHash), ...files.filter((name) => !hasHash(name))]) {
        mkdirSync(dirname(join(target, file)), { recursive: true });
        renameSync(join(beside, file), join(target, file));
      }
      for (const file of filesIn(target)) {
        // Another build may have removed it.
        const made = statSync(join(target, file), { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
        if (Date.now() - made > GRACE && !files.includes(file)) rmSync(join(target, file), { force: true });
      }
    },
    closeBundle: () => rmSync(beside, { recursive: true, force: true }),
  };
}

/** @param {string} folder */
function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile());
}

/** @param {string} name */
function hasHash(name) {
  return /-[\w-]{8}\.\w+$/.test(name);
}
