import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { setStage } from '../support/stage';

const stage = setStage();
const at = (hash: string) => `${stage.site.address}${hash}`;

/** The picture that takes the arrow keys. */
const picture = (page: Page) => page.getByRole('application');

/** Makes a prediction by the keyboard alone: the radio button, then the button behind the group. */
async function predict(page: Page, answer: string, show: string): Promise<void> {
  await page.getByRole('radio', { name: answer, exact: true }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(show);
  await page.keyboard.press('Enter');
}

async function expectToFit(page: Page): Promise<void> {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways, 'pixels that the page sticks out').toBeLessThanOrEqual(0);
}

it('opens a chapter by a link, says what the link cannot have, asks before it answers, and builds the network', async () => {
  const { page, finish } = await openPage(stage.browser, at('#learn/arrangement?strip=six&stride=2&padding=9&film=1'));
  await page.getByText('The link sets padding to “9”. It takes: 0, 1, 2, 3, 4, same.').waitFor();
  await page.getByText('The link sets “film”').waitFor();
  await page.getByText('This is what the question is about').waitFor();
  await expect.poll(() => picture(page).count()).toBe(0);

  await predict(page, '3', 'Show the answer');
  await page.getByText('You said 3. It is 2.').waitFor();
  await picture(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('2·1 + (−1)·0 + 1·(−1) = 1', { exact: true }).waitFor();
  await page.keyboard.press('ArrowRight');
  expect(await picture(page).getAttribute('aria-label')).toContain('step 2 of 2');
  await page.getByText('1 column at the far edge is never seen. Stride 1 would mend it.').waitFor();

  await page.getByRole('button', { name: 'Add the zero that is missing' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('step 2 of 3').waitFor();
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('#learn/arrangement?strip=six&stride=2&padding=same&step=1');

  // A convolution of 4 kernels of 3 × 3 × 3 to 16 × 16, and 10 classes.
  await page.getByRole('button', { name: 'Build this network' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('The network is in the form: 10,362 parameters.').waitFor();
  const rows = page.getByText('10,362', { exact: true });
  await expect.poll(() => rows.count()).toBeGreaterThan(0);
  await page.keyboard.press('Control+z');
  await expect.poll(() => rows.count()).toBe(0);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-arrangement');

  // The prediction, the chapter and its state are there again.
  await page.reload();
  await page.getByText('You said 3. It is 2.').waitFor();
  await page.getByText('step 2 of 3').waitFor();
  await finish();
});

it('is used by the keyboard alone in Chinese, in the dark', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { locale: 'zh-CN', colorScheme: 'dark' });
  const opener = page.getByRole('button', { name: '学习', exact: true });
  await opener.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '从全连接到局部连接' }).waitFor();
  await page.getByRole('cell', { name: '你认为呢？' }).waitFor();
  await predict(page, '75', '查看答案');
  await page.getByText('正确：75。').waitFor();
  await page.getByRole('cell', { name: '5 × 5 × 3 = 75' }).waitFor();

  await page.getByRole('slider', { name: '输入通道数' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('cell', { name: '5 × 5 × 4 = 100' }).waitFor();
  await page.keyboard.press('ArrowLeft');
  await picture(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect.poll(() => picture(page).getAttribute('aria-label')).toBe('感受野从行 9、列 27 开始，可用方向键移动');
  await page.getByRole('radio', { name: '全连接' }).focus();
  await page.keyboard.press('Space');
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('#learn/local?connection=full&row=9&column=27');
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-local-dark');

  await page.getByRole('button', { name: '下一章' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '空间排列' }).waitFor();
  await picture(page).focus();
  for (const sum of ['1·1 + 2·0 + (−1)·(−1) = 2', '2·1 + (−1)·0 + 1·(−1) = 1', '(−1)·1 + 1·0 + (−3)·(−1) = 2', '1·1 + (−3)·0 + 0·(−1) = 1']) {
    await page.keyboard.press('ArrowRight');
    await page.getByText(sum, { exact: true }).waitFor();
  }
  // Closed, Learn leaves the address.
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('');
  await finish();
});

it('answers to the pointer, and to the fingers on a telephone of 390 pixels', async () => {
  const { page, finish } = await openPage(stage.browser, at('#learn/arrangement?view=picture&stride=2&padding=2'), { viewport: { width: 390, height: 844 } });
  await page.getByText('Row 0, column 0 of every map').first().waitFor({ timeout: 120_000 });
  await page.getByText('4 kernels of 5 × 5 × 3 give 4 maps of 16 × 16, and have 304 parameters, a bias each included.').waitFor();
  const box = await picture(page).boundingBox();
  if (!box) throw new Error('no picture');
  // The window's middle on the middle of the padded picture, which is drawn at 8 pixels a point or less.
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/row=[2-4]&column=[5-8]$/);
  await expectToFit(page);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-narrow');
  await page.getByRole('button', { name: 'From full to local connection' }).click();
  await page.getByRole('heading', { name: 'From full to local connection' }).waitFor();
  await expectToFit(page);
  expect(await findings(page)).toEqual([]);
  await finish();
});
