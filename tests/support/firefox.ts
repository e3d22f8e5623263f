import puppeteer, { type Browser } from 'puppeteer-core';
import { findFirefox, softwareVulkan } from '../../scripts/environment.mjs';

export const firefox = findFirefox();

/** WebGPU is behind preferences in Debian's Firefox, in workers behind one more; CPU adapters are on its blocklist. */
const PREFERENCES = {
  'dom.webgpu.enabled': true,
  'dom.webgpu.workers.enabled': true,
  'gfx.webgpu.ignore-blocklist': true,
};

/**
 * Starts the installed Firefox over WebDriver BiDi. Firefox brings no Vulkan driver: on Linux it is shown the loader and
 * the software driver of Chromium, which serve where there is no other.
 */
export function launchFirefox(): Promise<Browser> {
  if (firefox === undefined) throw new Error('No Firefox here');
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: firefox,
    extraPrefsFirefox: PREFERENCES,
    env: { ...process.env, ...softwareVulkan() },
  });
}
