import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium } from './browser';
import { serveSite, type Site } from './site';

export interface Stage {
  site: Site;
  browser: Browser;
}

/** The built page and a Chromium with WebGPU, there while the tests of a file run. */
export function setStage(): Stage {
  const stage = {} as Stage;
  beforeAll(async () => {
    stage.site = await serveSite();
    stage.browser = await launchChromium();
  });
  afterAll(async () => {
    await stage.browser.close();
    await stage.site.close();
  });
  return stage;
}
