import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { findChromium } from '../../scripts/environment.mjs';

/** Chromium needs the first as root; the rest keep it from the network. */
const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP elsewhere.test 127.0.0.1',
];

/** The name of a machine that is not this one, as Chromium sees it; it leads here all the same. */
export const ELSEWHERE = 'elsewhere.test';

/** @param webgpu without it, Chromium has no adapter to offer, as the browsers of many people do. */
export function launchChromium({ webgpu = true } = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium here: `npm test` gets one');
  return chromium.launch({ executablePath, args: [...QUIET, webgpu ? '--enable-unsafe-webgpu' : '--disable-gpu'] });
}

export interface OpenPage {
  readonly page: Page;
  /** Fails when the page wrote an error to the console, threw, or asked anything of another machine. Closes it. @param expected what it may complain of. */
  finish(expected?: RegExp): Promise<void>;
}

/** Opens an address in a context of its own: nothing is kept from the tests before. */
export async function openPage(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce', ...options });
  const complaints: string[] = [];
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!['blob:', 'data:'].includes(protocol) && !['localhost', ELSEWHERE].includes(hostname)) complaints.push(`request to ${request.url()}`);
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.stack ?? error.message}`));
  await page.goto(address);
  return {
    page,
    finish: async (expected) => {
      await context.close();
      expect(complaints.filter((complaint) => !expected?.test(complaint))).toEqual([]);
    },
  };
}

/** Serious and critical findings of axe, as one line each. */
export async function findings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`));
}

/** Keeps a picture of the page as build output, for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = fileURLToPath(new URL('../../test-output/screenshots/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name}.png` });
}
