import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

it('fills in how speedrun is trained, leaves a run that trains alone, and takes all of it back', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.trainAndPause();
  const field = (name: string) => page.getByRole('spinbutton', { name, exact: true });
  await page.getByRole('button', { name: /^Presets: / }).press('Enter');
  await page.locator('[role=menuitemradio]:focus').waitFor();
  await page.keyboard.press('End');
  const item = page.locator('[role=menuitemradio]:focus').filter({ hasText: /^speedrun/ });
  await expect.poll(() => item.textContent()).toContain('Also fills in its training settings');
  await screenshot(page, 'speedrun-menu');
  await item.press('Enter');

  await expect.poll(() => field('Learning rate').inputValue()).toBe('1.5');
  await expect.poll(() => field('Batch size').inputValue()).toBe('1024');
  await expect.poll(() => field('Rate of norm shifts').inputValue()).toBe('64');
  await expect.poll(() => page.getByRole('switch', { name: 'Lookahead' }).isChecked()).toBe(true);
  await expect.poll(() => page.getByRole('combobox', { name: 'Schedule', exact: true }).textContent()).toBe('Triangle');
  const notice = page.getByText(/^The form differs from this run/).locator('..');
  await notice.filter({ hasText: /Learning rate/ }).waitFor();
  expect(await page.getByTestId('loss-chart').getAttribute('aria-label')).not.toContain('changed');
  await screenshot(page, 'speedrun');
  expect(await findings(page)).toEqual([]);

  await page.getByRole('region', { name: 'Training' }).getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(() => field('Learning rate').inputValue()).toBe('0.01');
  await page.getByText(/^The form differs from this run/).waitFor({ state: 'hidden' });
  await finish();
});

it.each([
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { viewport: { width: 390, height: 844 }, locale: 'zh-CN' }],
] as const)('shows its layers and their options, %s', async (name, options) => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, options);
  const isNarrow = name === 'narrow';
  if (isNarrow) await page.getByRole('tab', { name: '网络' }).click();
  await page.getByRole('button', { name: isNarrow ? /^预设/ : /^Presets: / }).press('Enter');
  await page.getByRole('menuitemradio', { name: /^speedrun/ }).press('Enter');
  const rows = page.locator('[data-row]');
  await expect.poll(() => rows.count()).toBe(27);
  await rows.first().click();
  await page.getByRole('switch', { name: isNarrow ? '冻结' : 'Frozen' }).waitFor();
  await expect
    .poll(() => page.getByRole('combobox', { name: isNarrow ? '初始化' : 'Initialiser', exact: true }).textContent())
    .toBe(isNarrow ? '白化' : 'Whitening');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  await screenshot(page, `speedrun-layers-${name}`);
  expect(await findings(page)).toEqual([]);
  if (isNarrow) await page.getByRole('tab', { name: '训练' }).click();
  await screenshot(page, `speedrun-training-${name}`);
  await finish();
});
