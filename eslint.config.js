import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** A test that sleeps is slow where the machine is quick, and fails where it is slow; so does one that measures how long something takes. */
const WAIT = 'A test waits for something to happen (`expect.poll`, `waitFor`), or makes time go by itself (`vi.useFakeTimers`).';
const MEASURE = 'No test measures time. What measures itself is handed `now` of tests/support/clock.ts, or a clock that the test moves.';

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'dist-cli', 'dist-bench', 'dist-gpu', 'test-output', 'public'] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { project: 'tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } } },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // With a `default`, what is left over has been thought of; without one, every case is there.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => set(…)` and `return this.say(…)` pass on that there is nothing to give.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Interfaces write functions as `f(): void`, stores too, which are taken apart wherever they are used.
      '@typescript-eslint/unbound-method': 'off',
      // There are no enums, and looking for them in every assignment takes seconds.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      eqeqeq: 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      // `{ path, ...rest }` leaves something out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // An interface that joins the members of others: `ProblemCodes`.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // `expect.any` and its like are `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // What stands in for a function that waits is as `async` as that, so that it fails in the same way.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'CallExpression[callee.name=/^set(Timeout|Interval)$/][arguments.length>1]', message: WAIT },
        { selector: 'CallExpression[callee.property.name="waitForTimeout"]', message: WAIT },
      ],
      'no-restricted-imports': ['error', { paths: ['timers/promises', 'node:timers/promises'].map((name) => ({ name, message: WAIT })) }],
      'no-restricted-properties': [
        'error',
        { object: 'performance', property: 'now', message: MEASURE },
        { object: 'Date', property: 'now', message: MEASURE },
      ],
    },
  },
  // JSON is given its type in a comment there, which the compiler reads and the lint does not.
  { files: ['scripts/**'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
  { files: ['src/**/*.tsx', 'src/ui/**/*.ts'], ...reactHooks.configs.flat.recommended },
  { files: ['*.js'], ...tseslint.configs.disableTypeChecked },
);
