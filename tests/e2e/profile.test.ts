import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();
/** A CPU that plays the GPU takes some seconds for a step and its operators. */
const PATIENCE = 480_000;

async function expectNothingFromAxe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))).toEqual([]);
}

/** Opens the page with a small batch. */
async function ready(page: Page): Promise<Playground> {
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 4);
  return playground;
}

async function measure(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await page.getByRole('button', { name: 'Measure again' }).waitFor({ timeout: PATIENCE });
}

it.each(['light', 'dark'] as const)('measures every operator, asked by the keyboard alone, %s', async (colorScheme) => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { colorScheme });
  await ready(page);
  const opener = page.getByRole('button', { name: 'Profile', exact: true });
  await opener.focus();
  await page.keyboard.press('Enter');
  expect(await opener.getAttribute('aria-expanded')).toBe('true');
  // The memory needs no measurement.
  await page.getByRole('group', { name: /^Buffers of a training step/ }).waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Measure');
  await page.keyboard.press('Enter');
  const table = page.getByRole('table', { name: /^Time of each layer/ });
  await table.waitFor({ timeout: PATIENCE });
  // Loading, three convolutions, three pools, the dense layer, the loss, the update: ReLU and flatten run no kernel of their own.
  await expect.poll(() => table.getByRole('row').count()).toBe(1 + 10);
  expect(await table.getByRole('rowheader').allTextContents()).toEqual([
    ...['pictures in', '0 conv2d', '2 maxPool2d', '3 conv2d', '5 maxPool2d', '6 conv2d', '8 maxPool2d', '10 dense', 'loss', 'update'],
  ]);
  const roofline = page.getByRole('group', { name: /^Roofline/ });
  // Each matrix has three kernels, but nothing asks for the gradient of the pictures.
  await expect.poll(() => roofline.getByRole('img').count()).toBe(4 * 3 - 1);
  await roofline.getByRole('img').first().focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^3 conv2d, conv2d: .+FLOP\/s/);
  await expectNothingFromAxe(page);
  await screenshot(page, `profile-${colorScheme}`);
  await finish();
});

it('pauses a run meanwhile, which then goes on', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = await ready(page);
  await playground.start();
  await playground.reachStep(3);
  await page.getByRole('button', { name: 'Profile', exact: true }).click();
  await measure(page);
  const step = await playground.stepNumber();
  await playground.reachStep(step + 3);
  await finish();
});

it('can be broken off, and tells when the form has changed since', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = await ready(page);
  await page.getByRole('button', { name: 'Profile', exact: true }).click();
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Measure', exact: true }).waitFor({ timeout: PATIENCE });
  await expect.poll(() => page.getByRole('table', { name: /^Time of each layer/ }).count()).toBe(0);
  await measure(page);
  await playground.setNumber('Batch size', 8);
  await page.getByText('has changed since this was measured').waitFor();
  await finish();
});

it('fits a telephone of 390 pixels, and speaks Chinese', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { viewport: { width: 390, height: 844 } });
  await page.getByRole('tab', { name: 'Data' }).click();
  const playground = new Playground(page);
  await playground.ready();
  await page.getByRole('tab', { name: 'Training' }).click();
  await playground.setNumber('Batch size', 4);
  // The field's hint would lie over the tabs.
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Profile' }).click();
  await measure(page);
  await page.getByRole('radio', { name: '中文' }).click();
  await page.getByRole('table', { name: '各层算子的前向与反向耗时' }).waitFor();
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways, 'pixels that the page sticks out').toBeLessThanOrEqual(0);
  await expectNothingFromAxe(page);
  await screenshot(page, 'profile-narrow');
  await finish();
});
