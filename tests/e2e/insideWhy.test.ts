import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();
/** A CPU that plays the GPU compiles and goes through some hundred pictures. */
const PATIENCE = 480_000;

const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);

/** Presses a button by the keyboard, and waits until what it asks for is found. */
async function ask(page: Page, name: string, again = name): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: again, exact: true }).waitFor({ timeout: PATIENCE });
}

/** Opens a view of Inside by the keyboard, going right from the first tab. */
async function openView(page: Page, first: string, name: string): Promise<void> {
  const tab = page.getByRole('tab', { name, exact: true });
  await page.getByRole('tab', { name: first, exact: true }).focus();
  for (let presses = 0; presses < 6 && (await tab.getAttribute('aria-selected')) !== 'true'; presses++) {
    const before = await focusedName(page);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => focusedName(page)).not.toBe(before);
  }
  await expect.poll(() => tab.getAttribute('aria-selected')).toBe('true');
}

it('says why, finds what excites a channel, and lays the test pictures out, by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  const step = await playground.trainAndPause();
  await page.getByRole('button', { name: 'Inside', exact: true }).focus();
  await page.keyboard.press('Enter');
  await openView(page, 'Feature maps', 'Why');

  // The occlusion map comes by itself while the run rests.
  const occlusion = page.getByRole('application', { name: /^Occlusion for / });
  await occlusion.waitFor({ timeout: PATIENCE });
  const classes = page.getByRole('list', { name: 'Probabilities of the classes' }).getByRole('listitem');
  await expect.poll(() => classes.count()).toBe(10);
  await page.getByRole('application', { name: /^Saliency for / }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.getByText(/^Row 16, column 17 · Saliency [\d.E-]+ · Grad-CAM [\d.E-]+ · Occlusion -?[\d.]+%$/).waitFor();

  await playground.choose('Class to be explained', 'zigzag');
  await page.getByRole('application', { name: 'Saliency for zigzag, over the picture' }).waitFor({ timeout: PATIENCE });
  await page.getByRole('application', { name: /^Occlusion for zigzag/ }).waitFor({ timeout: PATIENCE });
  await playground.choose('Grad-CAM layer', '0 conv2d');
  await page.getByRole('application', { name: 'Grad-CAM for zigzag · 0 conv2d, over the picture' }).waitFor({ timeout: PATIENCE });

  await playground.choose('Layer', '3 conv2d');
  await playground.setNumber('Channel', 2);
  await ask(page, 'Find them');
  await page.getByText(`3 conv2d, channel 2: the nine of 500 test pictures, at step ${step}.`).waitFor();
  const excited = page.getByRole('button', { name: /^Test picture .*Look at it$/ });
  await expect.poll(() => excited.count()).toBe(9);
  await playground.setNumber('Steps', 8);
  await ask(page, 'Make it');
  await page.getByText(`3 conv2d, channel 2: after 8 steps, with the weights of step ${step}.`).waitFor();
  await page.getByRole('img', { name: /^The channel's mean: from/ }).waitFor();
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'inside-why');

  await openView(page, 'Feature maps', 'Embedding');
  await ask(page, 'Lay out', 'Lay out again');
  await page.getByText(/^By 9 flatten \(320 values a picture\), at step \d+\. Share of the variance: [\d.]+% across, [\d.]+% down\.$/).waitFor();
  const scatter = page.getByRole('application', { name: /^500 test pictures as points/ });
  await scatter.focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText(/^Test picture \d+: /).waitFor();
  const disc = page.getByRole('button', { name: /^disc/ });
  const discs = Number(/\d+/.exec((await disc.textContent()) ?? '')?.[0]);
  await disc.focus();
  await page.keyboard.press('Space');
  await page.getByRole('application', { name: new RegExp(`^${500 - discs} test pictures as points`) }).waitFor();
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'inside-embedding');
  await finish();
});

it('follows the training, can be broken off, fits a telephone of 390 pixels and speaks Chinese', async () => {
  const options = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;
  const { page, finish } = await openPage(stage.browser, stage.site.address, options);
  await page.getByRole('tab', { name: 'Data' }).click();
  const playground = new Playground(page);
  await playground.ready();
  await page.getByRole('tab', { name: 'Inside' }).click();
  await openView(page, 'Feature maps', 'Why');
  await page.getByText('Start training or take a step to see this.').waitFor();
  await playground.start();
  await page.getByRole('radio', { name: '中文' }).click();
  // What one pass tells comes while the run trains, step after step.
  await page.getByRole('application', { name: /^显著图/ }).waitFor({ timeout: PATIENCE });
  const toldStep = async () =>
    Number(
      /第 ([\d,]+) 步/
        .exec(
          (await page
            .getByText(/· 第 [\d,]+ 步$/)
            .first()
            .textContent()) ?? '',
        )?.[1]
        ?.replaceAll(',', ''),
    );
  const first = await toldStep();
  await expect.poll(toldStep, { timeout: PATIENCE }).toBeGreaterThan(first);

  await openView(page, '特征图', '嵌入');
  await page.getByRole('radio', { name: 'UMAP' }).click();
  await page.getByRole('button', { name: '开始排布' }).click();
  await page.getByRole('progressbar', { name: '开始排布' }).waitFor();
  await page.getByRole('button', { name: '取消' }).click();
  await page.getByRole('button', { name: '开始排布' }).waitFor();
  await page.getByRole('button', { name: '暂停' }).click();
  await page.getByRole('button', { name: '继续' }).waitFor({ timeout: PATIENCE });
  await ask(page, '开始排布', '重新排布');
  await page.getByRole('application', { name: /^500 张测试图片的散点/ }).waitFor();
  await page.getByText('坐标轴本身没有含义').waitFor();
  const sticksOut = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await sticksOut(), 'pixels that the embedding sticks out').toBeLessThanOrEqual(0);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'inside-embedding-narrow');
  await openView(page, '特征图', '归因');
  await page.getByRole('application', { name: /^遮挡图/ }).waitFor({ timeout: PATIENCE });
  expect(await sticksOut(), 'pixels that why sticks out').toBeLessThanOrEqual(0);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'inside-why-narrow');
  await finish();
});
