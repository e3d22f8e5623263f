import { join } from 'node:path';
import { defineConfig } from 'vite';
import { replacing, resolve, root } from './scripts/building.mjs';

/** The page in which `npm run bench` measures; nothing of it is in the playground. */
export default defineConfig({
  root: join(root, 'src/bench'),
  resolve,
  publicDir: false,
  plugins: [replacing('dist-bench')],
  build: { outDir: join(root, 'dist-bench'), target: 'es2023', chunkSizeWarningLimit: 4000 },
  // A page that is isolated from others has a finer clock.
  preview: { headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' } },
});
