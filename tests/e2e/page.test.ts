import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ELSEWHERE, findings, launchChromium, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

/** Trains a little, so that every part of the page has something to show. */
async function trained(page: Page): Promise<Playground> {
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.unfold('Validation');
  await playground.setNumber('Validate every N steps', 5);
  await playground.setNumber('Validation pictures', 20);
  await playground.start();
  await playground.reachStep(12);
  await playground.pause();
  return playground;
}

it.each(['light', 'dark'] as const)('leaves axe nothing serious to find, %s', async (colorScheme) => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { colorScheme });
  await trained(page);
  await page.locator('[data-row]').first().click();
  expect(await findings(page)).toEqual([]);
  await screenshot(page, `page-${colorScheme}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  expect(overflow, 'rows of pixels below one screen of 1440 × 900').toBeLessThanOrEqual(0);
  await finish();
});

it('speaks Chinese', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  await trained(page);
  await page.getByRole('radio', { name: '中文' }).click();
  await page.getByRole('button', { name: '继续', exact: true }).waitFor();
  await page.getByRole('status', { name: '训练进度' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^zh/);
  await screenshot(page, 'chinese');
  await page.reload();
  await page.getByRole('button', { name: '开始训练', exact: true }).waitFor();
  await finish();
});

it('fits a telephone of 390 pixels', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { viewport: { width: 390, height: 844 } });
  const playground = new Playground(page);
  await page.getByRole('tab', { name: 'Data' }).click();
  await playground.ready();
  await playground.start();
  await playground.reachStep(3);
  await playground.pause();
  for (const tab of ['Data', 'Network', 'Training', 'Curves', 'Predictions']) {
    await page.getByRole('tab', { name: tab }).click();
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(sideways, `pixels that ${tab} sticks out`).toBeLessThanOrEqual(0);
    expect(await findings(page)).toEqual([]);
    await screenshot(page, `narrow-${tab.toLowerCase()}`);
  }
  await finish();
});

it('is worked by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  const tabTo = async (name: string) => {
    for (let presses = 0; presses < 60 && (await focused()) !== name; presses++) await page.keyboard.press('Tab');
    expect(await focused()).toBe(name);
  };
  await tabTo('Start training');
  await page.keyboard.press('Enter');
  await playground.reachStep(1);
  // The same button pauses, and keeps the focus.
  await page.keyboard.press('Enter');
  await playground.statusSays(/paused/);
  expect(await focused()).toBe('Resume');
  await finish();
});

it('says what to do where there is no WebGPU', async () => {
  const bare = await launchChromium({ webgpu: false });
  try {
    const { page, finish } = await openPage(bare, stage.site.address);
    const alert = page.getByRole('alert').filter({ hasText: 'What to do' });
    await alert.waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true);
    expect(await findings(page)).toEqual([]);
    await screenshot(page, 'no-webgpu');
    await finish();
  } finally {
    await bare.close();
  }
});

it('says what to do where plain http from another machine hides WebGPU', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address.replace('localhost', ELSEWHERE));
  await page.getByRole('alert').filter({ hasText: 'WebGPU is hidden on this address' }).waitFor();
  await page.getByText(/open http:\/\/localhost:\d+ instead/).waitFor();
  await screenshot(page, 'insecure');
  await finish();
});

it('says what happened when the GPU is lost, and keeps what the page shows', async () => {
  const browser = await launchChromium();
  try {
    const { page, finish } = await openPage(browser, stage.site.address);
    const playground = new Playground(page);
    await playground.ready();
    await playground.setNumber('Batch size', 8);
    await playground.start();
    await playground.reachStep(2);

    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const gpu = processInfo.find(({ type }) => type === 'GPU');
    process.kill(gpu?.id ?? 0, 'SIGKILL');

    await page.getByRole('heading', { name: 'The GPU was lost' }).waitFor();
    await playground.statusSays(/stopped/);
    expect(await playground.losses()).not.toEqual([]);
    await screenshot(page, 'gpu-lost');
    await finish();
  } finally {
    await browser.close();
  }
});
