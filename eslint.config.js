import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Imports that a folder may not make: each arrow in docs/design.md is one direction of import. */
const boundary = (files, groups) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: groups.map((group) => ({ group: [group], message: 'See docs/design.md: the layers import in one direction.' })) },
    ],
  },
});

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'dist-cli', 'dist-bench', 'dist-gpu', 'test-output', 'public'] },
  ...tseslint.configs.strict,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  { files: ['src/**/*.tsx', 'src/ui/**/*.ts'], ...reactHooks.configs.flat.recommended },
  boundary(
    ['src/engine/**'],
    ['**/bench/**', '**/data/**', '**/worker/**', '**/state/**', '**/ui/**', '**/cli/**', '**/i18n/**', 'react*', 'node:*', 'zustand*'],
  ),
  boundary(['src/data/**'], ['**/bench/**', '**/worker/**', '**/state/**', '**/ui/**', '**/cli/**', 'react*', 'node:*', 'zustand*']),
  boundary(['src/worker/**'], ['**/bench/**', '**/cli/**', 'react*', 'node:*']),
  boundary(['src/ui/**', 'src/state/**'], ['**/bench/**', '**/engine/runtime/**', '**/engine/kernels/**', '**/cli/**', 'node:*']),
  boundary(['src/bench/**'], ['**/worker/**', '**/state/**', '**/ui/**', '**/cli/**', '**/i18n/**', 'react*', 'node:*', 'zustand*']),
  boundary(['src/cli/**'], ['**/worker/**', '**/state/**', '**/ui/**', 'react*']),
);
