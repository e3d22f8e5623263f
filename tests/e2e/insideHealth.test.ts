import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { model } from '../../src/engine/graph/spec';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();
/** A CPU that plays the GPU takes its time for the first look. */
const PATIENCE = 480_000;

/** No value of its ReLU is ever above zero, and no gradient passes. */
const DEAD = model([{ type: 'conv2d', filters: 8, kernel: 3, init: 'zeros' }, { type: 'relu' }, { type: 'flatten' }, { type: 'dense', units: 10 }]);

async function openModel(page: Page, spec: object): Promise<void> {
  const file = { name: 'dead.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(spec)) };
  await page.getByLabel('Open model file', { exact: true }).last().setInputFiles(file);
}

async function letGo(playground: Playground): Promise<void> {
  await playground.button('Reset').press('Enter');
  await playground.button('Let go and reset').press('Enter');
  await playground.statusSays(/ready/);
}

const said = (slider: Locator) => slider.getAttribute('aria-valuetext');

/** Goes from one view to the next with the arrow keys. */
async function goTo(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('tab', { name: from }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.getByRole('tab', { name: to }).getAttribute('aria-selected')).toBe('true');
}

it('shows kernels and their change since the start, by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  const step = await playground.trainAndPause();
  await page.getByRole('button', { name: 'Inside', exact: true }).press('Enter');
  await goTo(page, 'Feature maps', 'Kernels');
  const grid = page.getByRole('slider', { name: /^Kernels of 0 conv2d, step \d/ });
  await grid.waitFor({ timeout: PATIENCE });
  expect(await grid.getAttribute('aria-valuemax')).toBe('15');
  await grid.press('ArrowRight');
  await expect.poll(() => said(grid)).toMatch(/^Filter 1: from -0\.\d+ to 0\.\d+, norm \d/);
  await page.getByRole('radio', { name: 'Change since the start' }).press('Space');
  await expect.poll(() => said(grid)).toMatch(/^Filter 1, channel 0: changed by \d+\.\d%/);
  expect(await said(grid)).not.toContain('by 0.0%');
  const steps = page.getByRole('slider', { name: 'Step', exact: true });
  expect(await said(steps)).toBe(`${step} (now)`);
  await steps.press('Home');
  await expect.poll(() => said(grid)).toContain('by 0.0%');
  expect(await said(steps)).toBe('start');
  await playground.choose('Layer', '3 conv2d');
  const deeper = page.getByRole('slider', { name: /^Kernels of 3 conv2d/ });
  await expect.poll(() => deeper.getAttribute('aria-valuemax')).toBe('19');
  await page.getByRole('radio', { name: 'by filter' }).press('Space');
  await expect.poll(() => deeper.getAttribute('aria-valuemax')).toBe('15');
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'inside-kernels');
  await finish();
});

it('shows how the layers do, and warns of what is wrong for as long as it is', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { colorScheme: 'dark' });
  const playground = new Playground(page);
  await playground.ready();
  await playground.trainAndPause();
  await page.getByRole('button', { name: 'Inside', exact: true }).press('Enter');
  await goTo(page, 'Kernels', 'Health');
  const weights = page.getByRole('slider', { name: 'Weights of 0 conv2d over time' });
  await weights.waitFor({ timeout: PATIENCE });
  await weights.focus();
  const before = await said(weights);
  expect(before).toMatch(/^Weights of 0 conv2d at step \d+: \d+\.\d+% lie from -?0.*\d to -?0/);
  await weights.press('ArrowUp');
  await expect.poll(() => said(weights)).not.toBe(before);
  await page.locator('summary').filter({ hasText: 'As a table' }).last().press('Enter');
  const table = page.getByRole('table', { name: /^Figures of each layer/ });
  // All but the flattening.
  await expect.poll(() => table.getByRole('row').count()).toBe(1 + 10);
  await page.getByRole('img', { name: /^Ratio of gradient norm to weight norm/ }).waitFor();
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'inside-health-dark');
  await letGo(playground);
  await openModel(page, DEAD);
  await playground.button('Step').press('Enter');
  await page.getByText('Many ReLUs are dead').waitFor({ timeout: PATIENCE });
  const count = page.getByRole('img', { name: /^\d warnings?$/ });
  await expect.poll(() => count.count()).toBe(1);
  await letGo(playground);
  await expect.poll(() => count.count()).toBe(0);
  await page.getByText('Start training or take a step').waitFor();
  await finish();
});

it('fits a telephone of 390 pixels, in Chinese, by the keyboard', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { viewport: { width: 390, height: 844 } });
  const playground = new Playground(page);
  await page.getByRole('tab', { name: 'Data' }).click();
  await playground.ready();
  await page.getByRole('tab', { name: 'Training' }).click();
  await playground.trainAndPause();
  // The field's hint would lie over the tabs.
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: '中文' }).click();
  await page.getByRole('tab', { name: '内部' }).click();
  await goTo(page, '特征图', '卷积核');
  const grid = page.getByRole('slider', { name: /^0 卷积 的卷积核/ });
  await grid.waitFor({ timeout: PATIENCE });
  const first = await said(grid);
  await grid.press('ArrowRight');
  await expect.poll(() => said(grid)).not.toBe(first);
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await sideways(), 'pixels that the kernels stick out').toBeLessThanOrEqual(0);
  await goTo(page, '卷积核', '健康状况');
  await page.getByRole('slider', { name: '0 卷积 的权重随时间的变化' }).waitFor({ timeout: PATIENCE });
  expect(await sideways(), 'pixels that the layers stick out').toBeLessThanOrEqual(0);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'inside-health-narrow');
  await finish();
});
