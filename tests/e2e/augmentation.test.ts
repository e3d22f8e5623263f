import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

/** The pictures of the preview, once there are eight of them other than `before`. */
async function previewed(page: Page, name: string, before: readonly string[] = []): Promise<readonly string[]> {
  const canvases = page.getByRole('group', { name, exact: true }).locator('canvas');
  let pictures: readonly string[] = [];
  const read = async () => {
    pictures = await canvases.evaluateAll((elements) => elements.map((element) => (element as HTMLCanvasElement).toDataURL()));
    return pictures.length === 8 && pictures.join() !== before.join();
  };
  await expect.poll(read, { timeout: 60_000, interval: 100 }).toBe(true);
  return pictures;
}

it('shows pictures as the network will see them, for the settings in the form, and draws anew by the keyboard', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  const title = 'As the network sees them';
  await playground.unfold('Augmentation');
  const plain = await previewed(page, title);
  await playground.setNumber('Shift', 4);
  const shifted = await previewed(page, title, plain);
  await playground.setNumber('Mixup', 1);
  await page
    .getByRole('img', { name: /^\d+% \w+ and \d+% \w+, training picture/ })
    .first()
    .waitFor();
  const mixed = await previewed(page, title, shifted);
  await playground.button('Another draw').focus();
  await page.keyboard.press('Enter');
  const redrawn = await previewed(page, title, mixed);
  await playground.setNumber('Seed', 2);
  await previewed(page, title, redrawn);
  await playground.button('Another draw').scrollIntoViewIfNeeded();
  await screenshot(page, 'augmentation');
  await finish();
});

it.each(['light', 'dark'] as const)('shows them on a telephone in Chinese, %s, and leaves axe nothing serious to find', async (colorScheme) => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { viewport: { width: 390, height: 844 }, locale: 'zh-CN', colorScheme });
  await page.getByRole('tab', { name: '训练' }).click();
  await page.locator('summary').filter({ hasText: '数据增强' }).click();
  const plain = await previewed(page, '网络看到的样子');
  await page.getByRole('spinbutton', { name: '遮挡' }).fill('12');
  await previewed(page, '网络看到的样子', plain);
  await page.getByRole('button', { name: '换一次' }).scrollIntoViewIfNeeded();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await screenshot(page, `augmentation-narrow-${colorScheme}`);
  await finish();
});
