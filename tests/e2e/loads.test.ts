import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** The scripts of the built page that a browser needs before anything shows: the entry's, and what it imports statically. */
function scriptsAtStart(): ReadonlyMap<string, string> {
  const entries = [...readFileSync(join(dist, 'index.html'), 'utf8').matchAll(/<script type="module"[^>]* src="\.\/([^"]+)"/g)];
  const found = new Map<string, string>();
  const open = entries.map(([, name = '']) => name);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    const code = readFileSync(join(dist, name), 'utf8');
    found.set(name, code);
    const folder = dirname(name);
    open.push(...[...code.matchAll(/(?:from|import)\s*"(\.[^"]+\.js)"/g)].map(([, path = '']) => join(folder, path)));
  }
  return found;
}

it('loads no shader on the page: they are the worker’s', () => {
  const scripts = scriptsAtStart();
  expect(scripts.size).toBeGreaterThan(0);
  for (const [name, code] of scripts) expect(code.includes('@compute'), name).toBe(false);
});
