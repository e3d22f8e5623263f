import { defineConfig } from 'vite';

/** Bundles the command line for Node; packages stay outside (Dawn is a native addon). */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist-cli',
    target: 'node20',
    rollupOptions: {
      input: { train: 'src/cli/train.ts' },
      output: { entryFileNames: '[name].mjs' },
    },
  },
});
