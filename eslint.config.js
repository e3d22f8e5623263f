import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** A test that sleeps is slow where the machine is quick, and fails where it is slow; so does one that measures how long something takes. */
const WAIT = 'A test waits for something to happen (`expect.poll`, `waitFor`), or makes time go by itself (`vi.useFakeTimers`).';
const MEASURE = 'No test measures time. What measures itself is handed `now` of tests/support/clock.ts, or a clock that the test moves.';

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
      // `{ path, ...rest }` leaves something out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // An interface that joins the members of others: `ProblemCodes`.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
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
  { files: ['src/**/*.tsx', 'src/ui/**/*.ts'], ...reactHooks.configs.flat.recommended },
);
