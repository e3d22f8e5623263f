import { execFileSync } from 'node:child_process';
import { defineConfig } from 'vite';
import { replacing, resolve, root } from './scripts/building.mjs';

/** The commit that is built, `-dirty` with changes beside it; `unknown` outside a repository. */
function commit() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

/**
 * Bundles the command line for Node. Packages stay outside; with `--mode packed` only those do that a host without
 * node_modules has no use for, and Dawn, a native addon that travels beside the bundle (scripts/pack-gpu.sh).
 */
export default defineConfig(({ mode }) => ({
  root,
  resolve,
  publicDir: false,
  define: { COMMIT: JSON.stringify(commit()) },
  ...(mode === 'packed' ? { ssr: { noExternal: true, external: ['webgpu', 'playwright-core', 'vite'] } } : { plugins: [replacing('dist-cli')] }),
  build: {
    ssr: true,
    outDir: 'dist-gpu',
    target: 'node20',
    rollupOptions: {
      input: { train: 'src/cli/train.ts', bench: 'src/cli/bench.ts', presets: 'src/cli/presets.ts' },
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
}));
