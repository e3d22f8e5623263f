import type { FrameLocator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { serveSite } from '../support/site';
import { setStage } from '../support/stage';

const stage = setStage();

/** Shows an address in a frame without an origin of its own, as code playgrounds do. */
async function inFrame(page: Page, address: string): Promise<FrameLocator> {
  // From the same machine, as browsers keep pages from elsewhere away from it.
  await page.goto(stage.site.address);
  await page.setContent(`<link rel="icon" href="data:,"><iframe sandbox="allow-scripts" style="width: 100%; height: 95vh" src="${address}"></iframe>`);
  return page.frameLocator('iframe');
}

it('trains under a folder of a site', async () => {
  const site = await serveSite({ base: '/garden/' });
  try {
    const { page, finish } = await openPage(stage.browser, site.address);
    const playground = new Playground(page);
    await playground.ready();
    await playground.choosePreset('mlp');
    await playground.setNumber('Batch size', 8);
    await playground.button('Step').click();
    await playground.reachStep(1);
    await finish();
  } finally {
    await site.close();
  }
});

it('says what is wrong in a frame that lets it load but start no worker', async () => {
  const site = await serveSite({ cors: true });
  try {
    const { page, finish } = await openPage(stage.browser, 'about:blank');
    const frame = await inFrame(page, site.address);
    const alert = frame.getByRole('alert').filter({ hasText: 'The part of the page that trains could not start' });
    await alert.getByRole('link', { name: site.address }).waitFor();
    expect(await alert.textContent()).not.toContain('undefined');
    // The rest is there: the network can be edited, Learn can be opened.
    await frame.getByRole('button', { name: 'Learn' }).click();
    await frame.getByRole('region', { name: 'Learn' }).waitFor();
    expect(await frame.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true);
    await screenshot(page, 'frame');
    await finish();
  } finally {
    await site.close();
  }
});

it('says what is wrong in a frame that does not even let it load', async () => {
  const { page, finish } = await openPage(stage.browser, 'about:blank');
  const frame = await inFrame(page, stage.site.address);
  await frame.getByText('stands in a frame that is cut off from its site').waitFor();
  expect(await frame.getByRole('link').getAttribute('href')).toBe(stage.site.address);
  await screenshot(page, 'frame-unloaded');
  await finish(/blocked by CORS policy|ERR_FAILED/);
});

it('says what is wrong where the worker’s script does not come', async () => {
  const { page, finish } = await openPage(stage.browser, 'about:blank');
  await page.route('**/session.worker*', (route) => route.abort());
  await page.goto(stage.site.address);
  await page.getByRole('heading', { name: 'The part of the page that trains could not start' }).waitFor();
  await page.getByText('Reload the page: a part of it may not have come through.').waitFor();
  await screenshot(page, 'no-worker');
  await finish(/ERR_FAILED/);
});

it('says what is wrong where it was opened as a file, and where its script does not come', async () => {
  const { page, finish } = await openPage(stage.browser, new URL('../../dist/index.html', import.meta.url).href);
  await page.getByText('This page was opened as a file').waitFor();
  await screenshot(page, 'file');
  await page.route('**/assets/index-*.js', (route) => route.abort());
  await page.goto(stage.site.address);
  await page.getByText('A part of this page did not load, or failed.').waitFor();
  await page.getByText('/assets/index-').waitFor();
  await finish(/request to file:|blocked by CORS policy|ERR_FAILED/);
});
