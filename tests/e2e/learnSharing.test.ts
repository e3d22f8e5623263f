import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();
/** How long a CPU adapter may take over a few steps of a few networks. */
const PATIENCE = 480_000;

/** Puts the focus on the first of the chapters, before all that is in one. */
async function toChapters(page: Page, name = 'Chapters'): Promise<void> {
  await page.getByRole('navigation', { name }).getByRole('button').first().focus();
}

/** Goes on with Tab until the focus is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('out of reach of the keyboard');
}

/** Goes to the next answer and chooses it: an arrow key that is let go of too soon only goes there. */
async function chooseNext(page: Page): Promise<void> {
  const before = await page.locator('[role=radio]:focus').getAttribute('value');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.locator('[role=radio]:focus').getAttribute('value')).not.toBe(before);
  await page.keyboard.press('Space');
}

async function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

it('counts three kinds of connection and trains them against each other, by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, `${stage.site.address}#learn/sharing?steps=20&batch=2`);
  await new Playground(page).ready();
  const chapter = page.getByRole('article', { name: 'Sharing weights' });
  const kind = (name: string) => chapter.getByRole('region', { name, exact: true });
  await chapter.getByText('Output: 28 × 28 × 100 = 78,400 values').waitFor();
  await kind('Local').getByText('5,880,000', { exact: true }).first().waitFor();
  expect(await kind('Shared').getByText('7,500').count()).toBe(0);
  await chapter.getByText('prints 5,888,000 for the local 100 kernels; 28 · 28 · 100 · 75 = 5,880,000').waitFor();

  // The prediction, then the answer.
  await toChapters(page);
  await tabTo(page, chapter.getByRole('radio', { name: '2,500' }));
  await chooseNext(page);
  await expect.poll(() => chapter.getByRole('radio', { name: '7,500' }).isChecked()).toBe(true);
  await tabTo(page, chapter.getByRole('button', { name: 'Show the answer' }));
  await page.keyboard.press('Enter');
  await chapter.getByText('Right: 7,500.').waitFor();
  await kind('Shared').getByText('7,500', { exact: true }).waitFor();

  // The picture: the first shared weight with all its connections.
  await toChapters(page);
  await tabTo(page, chapter.getByRole('slider', { name: 'Kernels' }));
  await page.keyboard.press('Home');
  await kind('Shared').getByText('75', { exact: true }).waitFor();
  await tabTo(page, chapter.getByRole('button', { name: 'To the same size' }));
  await page.keyboard.press('Enter');
  await kind('Full').getByText('9,437,184', { exact: true }).first().waitFor();
  const picked = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await tabTo(page, kind('Shared').getByRole('img').first());
  expect(await picked()).toBe('Weight 0 has 4 connections: input 0 to output 0, input 1 to output 1, input 2 to output 2, input 3 to output 3.');
  await page.keyboard.press('ArrowRight');
  expect(await picked()).toMatch(/^Weight 1 has 4 connections: input 1 to output 0/);

  await tabTo(page, chapter.getByRole('button', { name: 'Train them' }));
  await page.keyboard.press('Enter');
  const table = chapter.getByRole('table', { name: 'What each network costs and came to' });
  await chapter.getByRole('button', { name: 'Train again' }).waitFor({ timeout: PATIENCE });
  await expect.poll(() => table.getByText(/^[\d.]+% ± [\d.]+%$/).count()).toBe(3);
  await expect.poll(() => chapter.getByTestId('comparison-losses').locator('path.recharts-line-curve').count()).toBe(3);
  await chapter
    .getByText(/^(The lowest smoothed loss that all of them reach is [\d.]+: .+ after \d+ steps|No lower at the end).+Over the last 10 steps/)
    .waitFor();
  // Nothing that the sweep of settings would show, and no run.
  await expect.poll(() => page.getByRole('status', { name: 'Training progress' }).textContent()).toMatch(/ready/);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-sharing');

  await tabTo(page, chapter.getByRole('button', { name: 'Build this network' }));
  await page.keyboard.press('Enter');
  await chapter.getByText('The network is in the form: 21,098 parameters.').waitFor();
  await finish();
});

it('trains a plain and a residual network in Chinese, and lets itself be cancelled', async () => {
  const { page, finish } = await openPage(stage.browser, `${stage.site.address}#learn/depth?network=residual&blocks=1&batch=2&steps=500`, {
    locale: 'zh-CN',
    colorScheme: 'dark',
  });
  const chapter = page.getByRole('article', { name: '更深还是更宽？' });
  await page.getByRole('status', { name: '训练进度' }).filter({ hasText: '就绪' }).waitFor({ timeout: PATIENCE });
  await chapter.getByText('两者的参数量完全相同。').waitFor();
  await toChapters(page, '章节');
  await tabTo(page, chapter.getByRole('img', { name: /^卷积：4 × 32 × 32/ }).first());
  await page.keyboard.press('ArrowRight');
  const answer = chapter.getByRole('radio', { name: '宽网络', exact: true }).last();
  const train = chapter.getByRole('button', { name: '开始比较' });
  await tabTo(page, train);
  await page.keyboard.press('Enter');
  const table = chapter.getByRole('table', { name: '各网络的代价与结果' });
  await table.getByText(/^第 \d+ \/ 500 步$/).waitFor({ timeout: PATIENCE });
  await chapter.getByText(/^大约还需/).waitFor({ timeout: PATIENCE });
  await tabTo(page, chapter.getByRole('button', { name: '取消' }));
  await page.keyboard.press('Enter');
  await chapter.getByRole('button', { name: '再比较一次' }).waitFor({ timeout: PATIENCE });
  await table.getByText(/^停在第 \d+ \/ 500 步$/).waitFor();
  await chapter.getByText('所有网络都训练到最后，才会说明曲线表明了什么。').waitFor();
  // The button that had the focus is gone.
  await toChapters(page, '章节');
  await tabTo(page, answer);
  await chooseNext(page);
  await tabTo(page, chapter.getByRole('button', { name: '查看答案' }));
  await page.keyboard.press('Enter');
  await chapter.getByText('39,520,768').waitFor();
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-depth-zh');
  await finish();
});

const NARROW = { viewport: { width: 390, height: 844 } };

it('counts connections in Chinese on a telephone of 390 pixels, by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, `${stage.site.address}#learn/sharing`, { ...NARROW, locale: 'zh-CN' });
  const chapter = page.getByRole('article', { name: '权重共享' });
  const shared = chapter.getByRole('region', { name: '权重共享', exact: true });
  await chapter.getByText('输出：28 × 28 × 100 = 78,400 个值').waitFor();
  await chapter.getByRole('radio', { name: '2,500' }).focus();
  await chooseNext(page);
  await chapter.getByRole('button', { name: '查看答案' }).press('Enter');
  await chapter.getByText('正确：7,500。').waitFor();
  await chapter.getByRole('slider', { name: '卷积核个数' }).press('Home');
  await shared.getByText('75', { exact: true }).waitFor();
  await chapter.getByRole('button', { name: '开始比较' }).waitFor();
  expect(await sideways(page), 'pixels that the page sticks out').toBeLessThanOrEqual(0);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-sharing-narrow');
  await finish();
});

it('sets networks of equal parameters side by side on a telephone of 390 pixels, by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, `${stage.site.address}#learn/depth?network=residual&blocks=5`, NARROW);
  const chapter = page.getByRole('article', { name: 'Deeper or wider?' });
  await chapter.getByText('Both have the same number of parameters.').waitFor();
  await chapter.getByRole('slider', { name: 'Blocks of each stage' }).press('Home');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('blocks=1');
  await chapter.getByRole('radio', { name: 'the wide one' }).focus();
  await chooseNext(page);
  await chapter.getByRole('button', { name: 'Show the answer' }).press('Enter');
  await chapter.getByText('Right: the deep one.').waitFor();
  await chapter.getByRole('button', { name: 'Train them' }).waitFor();
  expect(await sideways(page), 'pixels that the page sticks out').toBeLessThanOrEqual(0);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-depth-narrow');
  await finish();
});
