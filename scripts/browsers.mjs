import puppeteer from 'puppeteer-core';
import { findChromium, findFirefox, softwareVulkan } from './environment.mjs';

/** WebGPU is behind preferences in Debian's Firefox, in workers behind one more; CPU adapters are on its blocklist. */
const PREFERENCES = {
  'dom.webgpu.enabled': true,
  'dom.webgpu.workers.enabled': true,
  'gfx.webgpu.ignore-blocklist': true,
};

/** What the page is asked to do may take minutes where a CPU plays the GPU. */
const protocolTimeout = 0;

/**
 * Starts the installed Firefox over WebDriver BiDi. Firefox brings no Vulkan driver: on Linux it is shown the loader and
 * the software driver of Chromium, which serve where there is no other.
 * @returns {Promise<import('puppeteer-core').Browser>}
 */
export function launchFirefox() {
  const executablePath = findFirefox();
  if (executablePath === undefined) throw new Error('No Firefox here');
  const env = { ...process.env, ...softwareVulkan() };
  return puppeteer.launch({ browser: 'firefox', executablePath, protocolTimeout, extraPrefsFirefox: PREFERENCES, env });
}

/** Starts the installed Chromium. @returns {Promise<import('puppeteer-core').Browser>} */
export function launchChromium() {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium here');
  // Chromium needs the first as root.
  return puppeteer.launch({ browser: 'chrome', executablePath, protocolTimeout, args: ['--no-sandbox', '--enable-unsafe-webgpu'] });
}
