/**
 * Measures how fast the built page trains a small network in Chromium and in Firefox, in turn, and prints the steps a second of
 * both. Exits with 1 when Firefox has less than half of Chromium's rate, with 2 for options that it cannot take.
 *
 *     npm run -s measure:browsers -- [--seconds N] [--rounds N]
 *
 * In a round each browser trains for so many seconds. Where there is a GPU both have it; else both have Chromium's SwiftShader.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { launchChromium, launchFirefox } from './browsers.mjs';
import { findChromium, findFirefox } from './environment.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** A CPU may play the GPU. */
const PATIENCE_MS = 240_000;
/** Of Chromium's rate. */
const ENOUGH = 0.5;

/** A step of it is so short that what counts is how soon its end is told. */
const SMALL = {
  format: 'kernelgarten-model',
  version: 1,
  input: { channels: 3, height: 32, width: 32 },
  layers: [{ type: 'maxPool2d', size: 4, stride: 4 }, { type: 'flatten' }, { type: 'dense', units: 10 }],
};

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(`error: ${message}`);
  return process.exit(2);
}

/** @param {string} name @param {string} text @returns {number} */
function count(name, text) {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : refuse(`--${name} takes a whole number above 0, not '${text}'`);
}

function readOptions() {
  const text = /** @param {string} value */ (value) => ({ type: /** @type {const} */ ('string'), default: value });
  try {
    const { seconds, rounds } = parseArgs({ options: { seconds: text('10'), rounds: text('3') } }).values;
    return { seconds: count('seconds', seconds), rounds: count('rounds', rounds) };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** What the page keeps of its form. Nothing is validated, and there are more epochs than there is time. */
const KEPT = {
  'kernelgarten.network': SMALL,
  'kernelgarten.settings': { state: { values: { batchSize: 32, epochs: 1000, validateEvery: 0 } }, version: 0 },
  'kernelgarten.preferences': { state: { language: 'en' }, version: 0 },
};

/** Code for the page, which knows no names of ours: a button that can be pressed, what the status says, and the step in it. */
const button = (/** @type {string} */ name) => `[...document.querySelectorAll('button')].find((one) => one.textContent === '${name}' && !one.disabled)`;
const STATUS = `(document.querySelector('[role=status]')?.textContent ?? '')`;
const STEP = `Number((/step ([\\d,]+) of/.exec(${STATUS})?.[1] ?? '0').replaceAll(',', ''))`;
/** Resolves when a condition has held at so many looks, 50 ms apart. */
const until = (/** @type {string} */ condition, looks = 1) => `new Promise((resolve) => {
  let held = 0;
  const timer = setInterval(() => {
    held = (${condition}) ? held + 1 : 0;
    if (held < ${looks}) return;
    clearInterval(timer);
    resolve(performance.now());
  }, 50);
})`;

/** @param {import('puppeteer-core').Page} page @param {string} name */
async function press(page, name) {
  await page.waitForFunction(button(name));
  await page.evaluate(`${button(name)}.click()`);
}

/** @param {import('puppeteer-core').Page} page @returns {Promise<number>} milliseconds until it was paused */
async function pause(page) {
  return Number(
    await page.evaluate(`(async () => {
    const began = performance.now();
    ${button('Pause')}.click();
    return (await ${until(`${STATUS}.includes('paused')`)}) - began;
  })()`),
  );
}

/**
 * A page that has trained for a while: what is measured of kernels at the beginning is measured.
 * @param {import('puppeteer-core').Browser} browser @param {string} address
 */
async function open(browser, address) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(address);
  await page.evaluate(`for (const [key, value] of Object.entries(${JSON.stringify(KEPT)})) localStorage.setItem(key, JSON.stringify(value))`);
  await page.reload();
  await press(page, 'Start training');
  await page.waitForFunction(`${STEP} > 0`);
  await page.evaluate(until(`!${STATUS}.includes('tuning')`, 40));
  await pause(page);
  return page;
}

/** @param {import('puppeteer-core').Page} page @param {number} seconds @returns {Promise<number>} steps a second */
async function train(page, seconds) {
  await press(page, 'Resume');
  const rate = await page.evaluate(`(async () => {
    const [from, began] = [${STEP}, performance.now()];
    await new Promise((resolve) => setTimeout(resolve, ${1000 * seconds}));
    return (1000 * (${STEP} - from)) / (performance.now() - began);
  })()`);
  return Number(rate);
}

/** @param {readonly number[]} values at least one */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

const options = readOptions();
if (!findChromium() || !findFirefox())
  refuse('Chromium and Firefox have to be installed: the variables CHROMIUM and FIREFOX say where, if not where they are looked for');
await build({ root, logLevel: 'error' });
const server = await preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
const address = `http://localhost:${/** @type {import('node:net').AddressInfo} */ (server.httpServer.address()).port}/`;
/** @type {import('puppeteer-core').Browser[]} */
const browsers = [];
try {
  const measured = [];
  for (const [name, launch] of /** @type {const} */ ([
    ['Chromium', launchChromium],
    ['Firefox', launchFirefox],
  ])) {
    const browser = await launch();
    browsers.push(browser);
    const page = await open(browser, address);
    measured.push({ name, page, rates: /** @type {number[]} */ ([]), pauses: /** @type {number[]} */ ([]) });
  }
  for (let round = 1; round <= options.rounds; round++) {
    for (const { name, page, rates, pauses } of measured) {
      const rate = await train(page, options.seconds);
      rates.push(rate);
      pauses.push(await pause(page));
      console.error(`round ${round} of ${options.rounds}: ${name} ${rate.toFixed(1)} steps/s`);
    }
  }
  const rows = measured.map(({ name, rates, pauses }) => {
    const figures = [median(rates), Math.min(...rates), Math.max(...rates)].map((rate) => rate.toFixed(1));
    return `| ${name} | ${figures.join(' | ')} | ${median(pauses).toFixed(0)} ms |`;
  });
  console.log(['| browser | steps/s (median) | lowest | highest | Pause takes |', '| --- | ---: | ---: | ---: | ---: |', ...rows].join('\n'));
  const [chromium = [], firefox = []] = measured.map(({ rates }) => rates);
  const ratio = median(chromium.map((rate, round) => (firefox[round] ?? 0) / rate));
  const isEnough = ratio >= ENOUGH;
  console.log(`\nFirefox to Chromium, median of the rounds: ${ratio.toFixed(2)}${isEnough ? '' : `: MISSED, ${ENOUGH} is wanted`}`);
  process.exitCode = isEnough ? 0 : 1;
} finally {
  for (const browser of browsers) await browser.close();
  await server.close();
}
