/**
 * Finds what the tests and the command line need on this machine: browsers, and a Vulkan driver for Dawn.
 * Nothing is installed here; `test.mjs` does that.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @param {string} name @returns {string | undefined} */
function onPath(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/** @param {(string | undefined)[]} files @returns {string | undefined} */
function firstThere(files) {
  return files.find((file) => file !== undefined && existsSync(file));
}

/** Where Playwright keeps its own Chromium; a development dependency, so it may be absent. */
function playwrightChromium() {
  try {
    /** @type {typeof import('playwright-core')} */
    const playwright = createRequire(import.meta.url)('playwright-core');
    return playwright.chromium.executablePath();
  } catch {
    return undefined;
  }
}

/** Chromium or Chrome: the CHROMIUM variable, then what is installed. @returns {string | undefined} */
export function findChromium() {
  return firstThere([
    process.env['CHROMIUM'],
    ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(onPath),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    playwrightChromium(),
  ]);
}

/** Firefox: the FIREFOX variable, then what is installed. @returns {string | undefined} */
export function findFirefox() {
  return firstThere([process.env['FIREFOX'], ...['firefox-esr', 'firefox'].map(onPath), '/Applications/Firefox.app/Contents/MacOS/firefox']);
}

/**
 * The variables under which a process finds the Vulkan loader and the CPU driver (SwiftShader) that Chromium carries;
 * undefined where there is no such Chromium. The loader reads them when a process starts, not later.
 * @returns {Record<string, string> | undefined}
 */
export function softwareVulkan() {
  if (process.platform !== 'linux') return undefined;
  const chromium = findChromium();
  const folders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
  if (chromium !== undefined) folders.unshift(dirname(realpathSync(chromium)));
  const folder = folders.find((candidate) => existsSync(join(candidate, 'vk_swiftshader_icd.json')));
  if (folder === undefined) return undefined;
  const libraries = process.env['LD_LIBRARY_PATH'];
  const driver = join(folder, 'vk_swiftshader_icd.json');
  return {
    LD_LIBRARY_PATH: libraries ? `${folder}:${libraries}` : folder,
    VK_ICD_FILENAMES: driver,
    VK_DRIVER_FILES: driver,
  };
}

/** Ends with 0 when Dawn finds an adapter. In a process of its own, because Dawn warns on standard error where it finds none. */
const probe = (/** @type {string} */ dawn) => `import { create } from ${JSON.stringify(dawn)}; process.exit((await create([]).requestAdapter()) ? 0 : 1);`;

/**
 * What a child process needs in its environment for Dawn to find an adapter: nothing where this process finds one already.
 * @returns {Record<string, string>}
 */
export function dawnEnvironment() {
  const dawn = pathToFileURL(createRequire(import.meta.url).resolve('webgpu')).href;
  const options = ['--input-type=module', '--eval', probe(dawn)];
  const found = spawnSync(process.execPath, options, { stdio: 'ignore', timeout: 60_000 }).status === 0;
  return found ? {} : (softwareVulkan() ?? {});
}
