import { expect, it } from 'vitest';
import { presetNames } from '../../src/engine/graph/presets';
import { findings, openPage, screenshot } from '../support/browser';
import { setStage } from '../support/stage';

const stage = setStage();

it.each([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ['short', { colorScheme: 'light', viewport: { width: 390, height: 480 } }],
] as const)('lists the presets with what each teaches, within the window, and chooses by the keyboard, %s', async (name, options) => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, options);
  const isNarrow = 'viewport' in options;
  if (isNarrow) await page.getByRole('tab', { name: 'Network' }).click();
  await page.getByRole('button', { name: 'Presets: small' }).press('Enter');
  const menu = page.getByRole('menu');
  await page.locator('[role=menuitemradio]:focus').waitFor();
  const items = await menu
    .getByRole('menuitemradio')
    .evaluateAll((all) => all.map((item) => [...item.querySelectorAll('span')].map((part) => part.textContent)));
  expect(items.map(([preset]) => preset)).toEqual(presetNames);
  for (const parts of items) expect(parts.at(-1)).toMatch(/^.{30,}\.$/);

  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const box = await menu.boundingBox();
  if (!box) throw new Error('the menu has no box');
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(width);
  expect(box.y + box.height).toBeLessThanOrEqual(height);
  expect(await menu.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, `presets-${name}`);

  // The last one is brought into sight where the menu is longer than the window.
  await page.keyboard.press('End');
  const last = page.locator('[role=menuitemradio]:focus').filter({ hasText: /^speedrun/ });
  await last.waitFor();
  const place = await last.boundingBox();
  expect((place?.y ?? height) + (place?.height ?? 0)).toBeLessThanOrEqual(height);
  await screenshot(page, `presets-${name}-end`);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Presets: speedrun' }).waitFor();
  await expect.poll(() => page.getByLabel('Summary of the network').locator('dd').first().textContent()).toBe('1,971,640');

  await page.getByRole('radio', { name: '中文' }).click();
  await page.getByRole('button', { name: /^预设/ }).click();
  await menu.waitFor();
  await screenshot(page, `presets-${name}-chinese`);
  await finish();
});
