import type { BrowserContextOptions } from 'playwright-core';
import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();
/** How long a CPU adapter may take over a sweep. */
const PATIENCE = 480_000;

/** The page with a network and a validation that do not take long. */
async function opened() {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.unfold('Validation');
  await playground.setNumber('Validation pictures', 40);
  await playground.choosePreset('mlp');
  return { page, playground, finish };
}

it('sweeps the learning rate beside a run, by the keyboard alone, and takes the best into the form', async () => {
  const { page, playground, finish } = await opened();
  const step = await playground.trainAndPause();

  await playground.button('Sweep').focus();
  await page.keyboard.press('Enter');
  const window = page.getByRole('dialog', { name: 'Sweep settings' });
  await page.locator('[role=combobox][aria-labelledby]:focus').waitFor();
  await expect.poll(() => page.getByRole('combobox', { name: 'Setting', exact: true }).textContent()).toBe('Learning rate');
  await page.keyboard.press('Tab');
  const values = window.getByRole('textbox', { name: 'Values', exact: true });
  expect(await values.evaluate((field) => field === document.activeElement)).toBe(true);
  await expect.poll(() => values.inputValue()).toBe('0.003, 0.01, 0.03');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('0.01, -5');
  await window.getByText('-5 is not from 0 to 1e+38.').waitFor();
  await expect.poll(() => playground.button('Start the sweep').isDisabled()).toBe(true);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(Array.from({ length: 25 }, (_, index) => index / 100).join(' '));
  await window.getByText('These are 25 runs; a sweep has at most 24.').waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('0, 0.02, 100');
  await expect.poll(() => window.getByRole('status').textContent()).toBe('3 runs');
  await playground.setNumber('Length of a run', 12);
  await playground.button('Start the sweep').focus();
  await page.keyboard.press('Enter');
  await window.getByRole('progressbar', { name: 'Sweep' }).waitFor();
  await playground.button('Use 0.02').first().waitFor({ timeout: PATIENCE });
  await window.getByRole('progressbar').waitFor({ state: 'hidden', timeout: PATIENCE });

  const rows = window.getByRole('row');
  const text = async (row: number) => (await rows.nth(row).textContent()) ?? '';
  expect(await text(1)).toMatch(/^0\.02[\d.]+%[\d.]+ sUse$/);
  expect(await text(2)).toMatch(/^0[\d.]+%[\d.]+ sUse$/);
  expect(await text(3)).toMatch(/^100diverged: no finite loss from step \d+ on$/);
  await expect.poll(() => rows.nth(1).getByRole('img', { name: 'best' }).count()).toBe(1);
  await expect
    .poll(() => window.getByRole('status').textContent())
    .toMatch(/^Best: 0\.02, with a validation accuracy of [\d.]+%\. The next, 0, is [\d.]+ percentage points behind on the same 40 pictures/);
  await expect.poll(() => window.getByTestId('sweep-chart').locator('path.recharts-line-curve').count()).toBe(3);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'sweep');

  const [download] = await Promise.all([page.waitForEvent('download'), playground.button('Download CSV').last().press('Enter')]);
  expect(download.suggestedFilename()).toBe('kernelgarten-sweep.csv');
  await window.getByRole('button', { name: 'Use 0.02' }).last().focus();
  await page.keyboard.press('Enter');
  await window.waitFor({ state: 'detached' });
  await expect.poll(() => page.getByRole('spinbutton', { name: 'Learning rate', exact: true }).inputValue()).toBe('0.02');
  // The run waits where it was.
  expect(await playground.stepNumber()).toBe(step);
  await page.getByRole('region', { name: 'Training', exact: true }).getByRole('button', { name: /^Undo/ }).press('Enter');
  await expect.poll(() => page.getByRole('spinbutton', { name: 'Learning rate', exact: true }).inputValue()).toBe('0.01');
  await screenshot(page, 'sweep-undone');
  await finish();
});

it('sweeps a choice with a switch, can be stopped, and keeps what is there', async () => {
  const { page, playground, finish } = await opened();
  await playground.button('Sweep').click();
  const window = page.getByRole('dialog', { name: 'Sweep settings' });
  await playground.choose('Setting', 'Schedule');
  for (const name of ['Steps down', 'Warm-up, then linear', 'Warm-up, then cosine', 'One cycle', 'Triangle']) {
    await window.getByRole('checkbox', { name, exact: true }).uncheck();
  }
  await playground.choose('Second setting', 'Nesterov momentum');
  await expect.poll(() => window.getByRole('status').textContent()).toBe('4 runs');
  await playground.setNumber('Length of a run', 5);
  await playground.button('Start the sweep').click();
  await window.getByRole('table', { name: 'Validation accuracy of every pair' }).waitFor({ timeout: PATIENCE });
  await playground.button('Stop').click();
  await window.getByRole('progressbar').waitFor({ state: 'hidden', timeout: PATIENCE });
  await window
    .getByText(/not trained|stopped at step/)
    .first()
    .waitFor();
  const done = await window.getByRole('row').filter({ hasText: / s/ }).count();
  expect(done).toBeGreaterThan(0);
  // Closing and opening again keeps it.
  await page.keyboard.press('Escape');
  await window.waitFor({ state: 'detached' });
  await playground.button('Sweep').click();
  await expect.poll(() => window.getByRole('row').filter({ hasText: / s/ }).count()).toBe(done);
  await playground.button('Sweep again').click();
  await window.getByRole('button', { name: /^Use / }).last().waitFor({ timeout: PATIENCE });
  await window.getByRole('progressbar').waitFor({ state: 'hidden', timeout: PATIENCE });
  await expect.poll(() => window.getByRole('table', { name: 'Validation accuracy of every pair' }).getByText('%').count()).toBe(4);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'sweep-two');
  await finish();
});

it.each<[string, BrowserContextOptions]>([
  ['narrow-zh', { viewport: { width: 390, height: 844 }, locale: 'zh-CN' }],
  ['dark', { colorScheme: 'dark' }],
])('shows its figures %s', async (name, options) => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, options);
  const chinese = options.locale === 'zh-CN';
  const say = (english: string, other: string) => (chinese ? other : english);
  const playground = new Playground(page);
  const status = page.getByRole('status', { name: say('Training progress', '训练进度') });
  await status.filter({ hasText: say('ready', '就绪') }).waitFor({ timeout: PATIENCE });
  if (chinese) await page.getByRole('tab', { name: '训练' }).click();
  await playground.setNumber(say('Batch size', '批量大小'), 4);
  await playground.unfold(say('Validation', '验证'));
  await playground.setNumber(say('Validation pictures', '验证图片数'), 20);
  await playground.button(say('Sweep', '扫描')).click();
  const window = page.getByRole('dialog');
  await page.getByRole('combobox', { name: say('Second setting', '第二个设置'), exact: true }).click();
  await page.getByRole('option', { name: say('Momentum', '动量'), exact: true }).click();
  await playground.setNumber(say('Length of a run', '每次训练的长度'), 3);
  await playground.button(say('Start the sweep', '开始扫描')).click();
  await playground.button(say('Sweep again', '再扫描一次')).waitFor({ timeout: PATIENCE });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, `sweep-${name}`);
  await window.getByTestId('sweep-chart').scrollIntoViewIfNeeded();
  await screenshot(page, `sweep-${name}-below`);
  await finish();
});
