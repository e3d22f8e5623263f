import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

/** Makes a prediction by the keyboard alone: the radio button, then the button behind the group. */
async function predict(page: Page, answer: string, show: string): Promise<void> {
  await page.getByRole('radio', { name: answer, exact: true }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(show);
  await page.keyboard.press('Enter');
}

async function press(target: Locator, ...keys: readonly string[]): Promise<void> {
  await target.focus();
  for (const key of keys) await target.page().keyboard.press(key);
}

async function expectToFit(page: Page): Promise<void> {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways, 'pixels that the page sticks out').toBeLessThanOrEqual(0);
}

it('pools a picture that is moved, by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, `${stage.site.address}#learn/pooling`);
  await new Playground(page).ready();
  const picture = page.getByRole('application', { name: /^Picture, moved right by/ });
  await picture.waitFor();
  const changes = page.getByRole('table', { name: /^What a shift by/ });
  expect(await changes.count()).toBe(0);
  await predict(page, 'Less, but over half as much', 'Show the answer');
  await page.getByText('Right: Less, but over half as much').waitFor();
  const row = (name: string) => changes.getByRole('row', { name: new RegExp(`^${name}`) }).textContent();
  await expect.poll(() => row('Max pooled: 13×13')).toContain('no whole number of strides');
  // The convolved map moves with the picture whatever the shift: one of its 26 columns is new.
  expect(await row('Convolved')).toContain('650 of 650, by 1 right and 0 down');

  await press(picture, 'ArrowRight');
  await expect.poll(() => row('Max pooled: 13×13')).toContain('156 of 156, by 1 right and 0 down');
  expect(await row('Average pooled: 13×13')).toContain('156 of 156');
  expect(new URL(page.url()).hash).toBe('#learn/pooling?across=2');

  await press(page.getByRole('application', { name: /^Max pooled/ }), 'Home', 'ArrowUp');
  const said = page.getByText('Row 5, column 0: the largest of');
  await said.waitFor();
  const [, values = '', max, sum, mean] =
    /largest of (.+) is ([\d,]+); their mean is ([\d,]+) \/ 4 = ([\d,.]+)\.$/.exec((await said.textContent()) ?? '') ?? [];
  const number = (text = '') => Number(text.replaceAll(',', ''));
  const under = values.split(', ').map(number);
  expect(under).toHaveLength(4);
  expect(number(max)).toBe(Math.max(...under));
  expect(number(sum)).toBe(under.reduce((total, value) => total + value, 0));
  expect(number(mean)).toBeCloseTo(number(sum) / 4, 2);

  await press(page.getByRole('slider', { name: 'Window' }), 'End');
  // (26 − 4) / 2 + 1
  await page.getByText('Max pooled: 12×12').first().waitFor();
  await press(page.getByRole('button', { name: 'Build this network' }), 'Enter');
  await page.getByText('The network is in the form').waitFor();
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-pooling');
  await finish();
});

it('shows the whole topology and what a unit sees, by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, `${stage.site.address}#learn/topology`, { colorScheme: 'dark' });
  await new Playground(page).ready();
  const blocks = page.getByRole('application', { name: /^The network as blocks/ });
  await blocks.waitFor();
  await predict(page, '14', 'Show the answer');
  await page.getByText('Right: 14').waitFor();
  await page.getByText('sees 14 × 14 points of the picture.').waitFor();
  const steps = page.getByRole('table', { name: 'Receptive field, layer by layer' });
  expect((await steps.getByRole('row').allTextContents()).at(-1)).toContain('10 + (3 − 1) · 2 = 14');

  await press(blocks, 'ArrowRight');
  await expect.poll(async () => (await steps.getByRole('row').allTextContents()).at(-1)).toContain('14 + (2 − 1) · 2 = 16');
  await press(blocks, 'End');
  await page.getByText('A dense unit sees all that lies before it, and with that 32 × 32 points.').waitFor();
  await press(page.getByRole('slider', { name: 'Blocks (n)' }), 'End');
  await page.getByText('5 of 6 blocks have a pool').waitFor();
  await press(page.getByRole('radio', { name: 'No padding' }), 'Space');
  // 32 − 2·2, halved to 14; 14 − 2·2, halved to 5; 5 − 2·2 = 1, and no room for the fourth block's 3×3.
  await page.getByText('At layers[14]:').waitFor();
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-topology');
  await finish();
});

it('fits a telephone of 390 pixels, and speaks Chinese', async () => {
  const { page, finish } = await openPage(stage.browser, `${stage.site.address}#learn/pooling`, { viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  await page.getByRole('application', { name: /^图片，右移 1/ }).waitFor();
  await predict(page, '比池化前变化更大', '查看答案');
  await page.getByRole('table', { name: '右移 1、下移 0 带来的变化' }).waitFor();
  await press(page.getByRole('application', { name: /^图片/ }), 'ArrowDown');
  await page.getByRole('table', { name: '右移 1、下移 1 带来的变化' }).waitFor();
  await expectToFit(page);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-pooling-narrow');
  await press(page.getByRole('button', { name: '下一章' }), 'Enter');
  await predict(page, '12', '查看答案');
  await page.getByText('正确答案是 14').waitFor();
  await press(page.getByRole('application', { name: /^用方块表示的网络/ }), 'Home', 'ArrowRight');
  await page.getByText('的单元能看到图片的 3 × 3 个像素').waitFor();
  await expectToFit(page);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-topology-narrow');
  await finish();
});
