import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { replacing, resolve, root } from './scripts/building.mjs';

export default defineConfig({
  root,
  resolve,
  plugins: [react(), replacing('dist')],
  // Relative: the built page works under any folder of a site.
  base: './',
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 2000 },
  server: { port: 5173 },
  preview: { port: 4173 },
});
