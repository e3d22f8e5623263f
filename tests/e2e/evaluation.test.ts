import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();
const PATIENCE = 480_000;

const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

/** Goes on with Tab until something of this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    if (name.test(await focusedName(page))) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

/** The counts of the matrix, row by row. */
async function countsIn(matrix: Locator): Promise<readonly number[]> {
  return (await matrix.getByRole('gridcell').allTextContents()).map((text) => Number(text.replaceAll(',', '')));
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

it('is asked, read and asked again by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { colorScheme: 'light' });
  const playground = new Playground(page);
  await playground.ready();
  await page.getByRole('navigation', { name: 'More sections' }).getByRole('button', { name: 'Evaluate' }).focus();
  await page.keyboard.press('Enter');
  const section = page.getByRole('region', { name: 'Evaluation' });
  await section.getByText('There is no network yet').waitFor();
  expect(await section.getByRole('button', { name: 'Evaluate' }).getAttribute('aria-disabled')).toBe('true');
  await playground.trainAndPause();

  await section.getByRole('button', { name: 'Evaluate' }).focus();
  await page.keyboard.press('Enter');
  const matrix = section.getByRole('grid', { name: /^Confusion matrix/ });
  await matrix.waitFor({ timeout: PATIENCE });
  const counts = await countsIn(matrix);
  expect(counts).toHaveLength(100);
  expect(sum(counts)).toBe(1000);
  const right = sum(counts.filter((_, at) => at % 11 === 0));
  await section
    .getByText(new RegExp(`^${(right / 10).toFixed(1)}%`))
    .first()
    .waitFor();
  const bins = section.getByRole('group', { name: /^Reliability diagram/ }).getByRole('img');
  expect(await bins.count()).toBe(10);

  // The fullest cell of the second row.
  const row = counts.slice(10, 20);
  const column = row.indexOf(Math.max(...row));
  await tabTo(page, /pictures of disc were recognised/);
  await page.keyboard.press('ArrowDown');
  for (let at = 0; at < column; at++) await page.keyboard.press('ArrowRight');
  expect(await focusedName(page)).toContain(`${row[column]} of ${sum(row)} pictures of ring were`);
  await page.keyboard.press('Enter');
  const pictures = section.getByRole('list', { name: /^ring, / });
  await expect.poll(() => pictures.getByRole('img', { name: /^Test picture/ }).count()).toBe(Math.min(12, row[column] ?? 0));
  await tabTo(page, /^Confidence 0% to 10%/);
  await page.keyboard.press('ArrowRight');
  expect(await focusedName(page)).toMatch(/^Confidence 10% to 20%/);
  await expect.poll(() => section.getByRole('list', { name: 'Most confident mistakes' }).getByRole('img').count()).toBe(12);

  await playground.button('Step').press('Enter');
  await section.getByText('The run has gone on since').waitFor({ timeout: PATIENCE });
  await section.getByRole('button', { name: 'Evaluate again' }).press('Enter');
  await section.getByText(/\d+ pictures became right/).waitFor({ timeout: PATIENCE });
  await expect.poll(() => section.getByText('The run has gone on since').count()).toBe(0);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`[data-theme=${colorScheme}]`).waitFor();
    expect(await findings(page)).toEqual([]);
    await screenshot(page, `evaluation-${colorScheme}`);
  }
  await finish();
});

it('can be cancelled in a run, which goes on; what is of a run that was let go of says so', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 2);
  await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
  const section = page.getByRole('region', { name: 'Evaluation' });
  await playground.start();
  await playground.reachStep(2);
  await section.getByRole('radio', { name: 'All 2,000' }).click();
  await section.getByRole('button', { name: 'Evaluate' }).click();
  await section.getByRole('button', { name: 'Cancel' }).click();
  await section.getByRole('button', { name: 'Evaluate' }).waitFor({ timeout: PATIENCE });
  expect(await section.getByRole('grid').count()).toBe(0);
  await playground.reachStep((await playground.stepNumber()) + 3);
  await section.getByRole('radio', { name: 'First 1,000' }).click();
  await section.getByRole('button', { name: 'Evaluate' }).click();
  await section.getByRole('grid').waitFor({ timeout: PATIENCE });
  await playground.reachStep((await playground.stepNumber()) + 3);
  await playground.button('Reset').click();
  await playground.button('Let go and reset').click();
  await section.getByText('of a run that was let go of').waitFor();
  // Its pictures are there all the same.
  await section.getByRole('gridcell').first().click();
  await section.getByText(/^disc, recognised: /).waitFor();
  await finish();
});

it('fits a telephone of 390 pixels and speaks Chinese, by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { viewport: { width: 390, height: 844 } });
  await page.getByRole('tab', { name: 'Data' }).click();
  const playground = new Playground(page);
  await playground.ready();
  await page.getByRole('tab', { name: 'Training' }).click();
  await playground.trainAndPause();
  // The field's hint would lie over the tabs.
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: '中文' }).click();
  await page.getByRole('tab', { name: '训练' }).focus();
  const tabs = await page.getByRole('tab').allTextContents();
  for (const tab of tabs.slice(tabs.indexOf('训练') + 1, tabs.indexOf('评估') + 1)) {
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => focusedName(page)).toBe(tab);
  }
  const section = page.getByRole('region', { name: '评估' });
  await section.getByRole('button', { name: '开始评估' }).press('Enter');
  await section.getByRole('grid', { name: '混淆矩阵：行为真实类别，列为预测类别' }).waitFor({ timeout: PATIENCE });
  await tabTo(page, /^\d+ 张圆盘图片中有 \d+ 张被正确识别/);
  await page.keyboard.press('ArrowRight');
  expect(await focusedName(page)).toMatch(/张被误认为圆环/);
  await page.keyboard.press(' ');
  await section.getByText(/^圆盘，误认为圆环：/).waitFor();
  await section.getByRole('table', { name: '各类别的精确率、召回率和 F1' }).waitFor();
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways, 'pixels that the page sticks out').toBeLessThanOrEqual(0);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'evaluation-narrow');
  await finish();
});
