/**
 * Every check of the project, by one command: types, lint, builds, then the unit, GPU, command-line and browser tests.
 * Gets a Chromium first where there is none. Ends with the line `N passed, N failed, N skipped`, in which types, lint and
 * builds count as one check each, and exits with 1 when anything failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, findFirefox } from './environment.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, 'test-output', 'tests.json');

/** Runs a program with our terminal as its own; true when it succeeds. @param {string} program @param {string[]} options */
function run(program, ...options) {
  return spawnSync(program, options, { cwd: root, stdio: 'inherit' }).status === 0;
}

const isDebianRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0;

/** @param {string} name */
function aptInstall(name) {
  return run('apt-get', 'update', '-qq') && run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', name);
}

/** Finds the browsers, or gets them. Without a Chromium there is nothing to test the page in. */
function prepareBrowsers() {
  if (!findChromium()) {
    console.log('No Chromium or Chrome found: installing one.');
    if (isDebianRoot) aptInstall('chromium');
    else run('npx', 'playwright-core', 'install', 'chromium');
  }
  const chromium = findChromium();
  if (!chromium) {
    console.error('No Chromium: install Chrome, or `apt install chromium`, or name one in the CHROMIUM variable, then run this again.');
    process.exit(1);
  }
  console.log(`Chromium: ${chromium}`);
  if (!findFirefox() && isDebianRoot) aptInstall('firefox-esr');
  console.log(`Firefox: ${findFirefox() ?? 'none found; its test is skipped (install Firefox, or name one in the FIREFOX variable)'}`);
}

/** @type {{ name: string, passed: boolean }[]} */
const checks = [];

/** @param {string} name @param {string} program @param {string[]} options */
function check(name, program, ...options) {
  const began = performance.now();
  const passed = run(program, ...options);
  checks.push({ name, passed });
  console.log(`${passed ? 'passed' : 'FAILED'}: ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}

/**
 * What vitest tells of a run.
 * @typedef {{ status: string, assertionResults: unknown[] }} TestFile
 * @typedef {{ testResults: TestFile[], numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} Report
 */

/** Counts of vitest's own report. A file that cannot even be loaded has no tests to count: it is one failure. */
function readResults() {
  if (!existsSync(results)) return { passed: 0, failed: 1, skipped: 0 };
  const report = /** @type {Report} */ (JSON.parse(readFileSync(results, 'utf8')));
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const began = performance.now();
prepareBrowsers();
mkdirSync(join(root, 'test-output'), { recursive: true });
rmSync(results, { force: true });

check('types of the page', 'npx', 'tsc', '-p', 'tsconfig.json');
check('types of the engine', 'npx', 'tsc', '-p', 'src/engine/tsconfig.json');
check('types of the command line, tests and scripts', 'npx', 'tsc', '-p', 'tsconfig.node.json');
check('lint', 'npm', 'run', '-s', 'lint');
check('build of the page', 'npx', 'vite', 'build', '--logLevel', 'warn');
check('build of the command line', 'npm', 'run', '-s', 'build:cli');
check('build of the page of the bench', 'npm', 'run', '-s', 'build:bench');
const allPassed = run('npx', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`);

const tests = readResults();
const failedChecks = checks.filter((one) => !one.passed);
const passed = tests.passed + checks.length - failedChecks.length;
const failed = tests.failed + failedChecks.length;
for (const { name } of failedChecks) console.log(`FAILED: ${name}`);
console.log(`All checks took ${((performance.now() - began) / 60_000).toFixed(1)} minutes.`);
console.log(`${passed} passed, ${failed} failed, ${tests.skipped} skipped`);
process.exit(allPassed && failed === 0 ? 0 : 1);
