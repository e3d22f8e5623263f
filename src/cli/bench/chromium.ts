import { fileURLToPath } from 'node:url';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { Length, Settled } from '../../bench/measure';
import type { PageFramework } from '../../bench/page';
import type { Task } from '../../bench/task';
import { findChromium } from '../../../scripts/environment.mjs';
import { adapterNamed } from '../../engine/runtime/adapters';
import { noAdapterNamed } from '../device';
import { RunError, UsageError } from '../errors';
import type { Contender } from './contender';
import { versionOf } from './host';

/** Chromium needs the first as root; the rest keep it from the network, and give it WebGPU where it is not yet on by itself. */
const FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const SIGNALS_ARE_OURS = { handleSIGHUP: false, handleSIGINT: false, handleSIGTERM: false };

/** Beside the folder that the built program lies in. */
const configFile = fileURLToPath(new URL('../vite.bench.config.js', import.meta.url));

/** One Chromium on one adapter, in which frameworks are measured one after another. */
export interface BenchBrowser {
  readonly version: string;
  contender(name: PageFramework): Contender;
  close(): Promise<void>;
}

/** @throws UsageError when no adapter has that name, RunError without a Chromium, an adapter, or the page that `npm run bench` builds. */
export async function openBrowser(task: Task, length: Length, wanted = ''): Promise<BenchBrowser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new RunError('no Chromium or Chrome: install one, name one in the CHROMIUM variable, or measure with --runtime node');
  }
  // Loaded here, since a host without a browser has neither of them.
  const [{ chromium }, { preview }] = await Promise.all([import('playwright-core'), import('vite')]);
  const server = await preview({ configFile, configLoader: 'native', logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
  const { port } = server.httpServer.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath, args: FLAGS, ...SIGNALS_ARE_OURS });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  const inFreshPage = <T>(work: (page: Page) => Promise<T>) => inPage(browser, `http://localhost:${port}/`, work);

  try {
    const adapters = await inFreshPage((page) => page.evaluate(() => window.bench.adapters()));
    const found = adapterNamed(adapters, wanted);
    if (!found && adapters.length > 0)
      throw new UsageError(
        noAdapterNamed(
          wanted,
          adapters.map(({ name }) => name),
        ),
      );
    if (!found) throw new RunError(`no WebGPU adapter in ${executablePath}`);
    return {
      version: browser.version(),
      close,
      contender(framework) {
        let known: Settled | undefined;
        return {
          name: framework,
          version: versionOf(framework),
          adapter: found.name,
          async measure() {
            const job = { framework, model: task.graph.spec, batch: task.batch, length, known, request: found.request };
            const measurement = await inFreshPage((page) => page.evaluate((given) => window.bench.measure(given), job));
            known = measurement.settled;
            return measurement;
          },
        };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Nothing is left of the page before: neither memory nor compiled code. */
async function inPage<T>(browser: Browser, address: string, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(address);
    return await work(page);
  } finally {
    await context.close();
  }
}
