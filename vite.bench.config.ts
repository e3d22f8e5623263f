import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The page in which `npm run bench` measures; nothing of it is in the playground. */
export default defineConfig({
  root: fileURLToPath(new URL('src/bench', import.meta.url)),
  publicDir: false,
  build: { outDir: '../../dist-bench', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 4000 },
  // A page that is isolated from others has a finer clock.
  preview: { headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' } },
});
