import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

/** The types in the rows that show, blocks open or not. */
const types = (page: Page) => page.locator('[data-row]').evaluateAll((rows) => rows.map((row) => /[a-zA-Z]+(2d)?/.exec(row.textContent)?.[0]));

/** The row that has the focus, behind the block that it is in: `1 residual / 0 relu`. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const text = (row: Element | null | undefined) => row?.querySelector('[data-row]')?.textContent ?? '';
    const row = document.activeElement?.closest('li');
    return [row?.parentElement?.closest('li'), row]
      .map((one) => /^(\d+)([a-zA-Z]+(2d)?)/.exec(text(one))?.slice(1, 3).join(' '))
      .filter(Boolean)
      .join(' / ');
  });

it('builds a residual block by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const { keyboard } = page;
  const playground = new Playground(page);
  const parameters = page.getByLabel('Summary of the network').locator('dd').first();
  const add = async (button: string, layer: string) => {
    await playground.button(button).press('Enter');
    await page.locator('[role=menuitem]:focus').waitFor();
    await keyboard.type(layer);
    // The menu moves the focus to what was typed a moment later.
    await page
      .locator('[role=menuitem]:focus')
      .filter({ hasText: new RegExp(`^${layer}`) })
      .waitFor();
    await keyboard.press('Enter');
    await page.getByRole('menu').waitFor({ state: 'detached' });
  };
  await page.locator('[data-row]').first().press('Enter');
  await add('Add layer', 'Residual');
  expect((await types(page)).slice(0, 3)).toEqual(['conv2d', 'residual', 'relu']);
  await add('Add layer to Layers', 'Conv');
  await add('Add layer to Layers', 'ReLU');
  await add('Add layer to Shortcut', 'Max');
  expect((await types(page)).slice(0, 6)).toEqual(['conv2d', 'residual', 'conv2d', 'relu', 'maxPool2d', 'relu']);

  // The shortcut halves the picture, and the layers do not: it is said at the block.
  const problem = page.getByRole('alert').filter({ hasText: 'end in 16×32×32 and its shortcut in 16×16×16' });
  await problem.waitFor();
  await page.locator('[data-row]').nth(4).press('Delete');
  await problem.waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('1 residual');
  // 22,466 of small, and 16 · 16 · 3² + 16.
  await expect.poll(() => parameters.textContent()).toBe('24,786');

  // Down into the block, where Alt moves within its list, and Ctrl+D duplicates.
  await keyboard.press('ArrowDown');
  expect(await focused(page)).toBe('1 residual / 0 conv2d');
  await keyboard.press('Alt+ArrowDown');
  await expect.poll(() => focused(page)).toBe('1 residual / 1 conv2d');
  await keyboard.press('Control+d');
  await expect.poll(() => focused(page)).toBe('1 residual / 2 conv2d');
  await expect.poll(() => parameters.textContent()).toBe('27,106');
  // Its options are open: the next row is the one behind the block.
  await keyboard.press('ArrowDown');
  expect(await focused(page)).toBe('2 relu');
  expect((await types(page)).slice(1, 6)).toEqual(['residual', 'relu', 'conv2d', 'conv2d', 'relu']);

  // Lifted, moved and put down within the block.
  await page.getByRole('button', { name: 'Move relu' }).first().focus();
  await keyboard.press('Space');
  await page.getByText('ReLU is now at place 0 (0 to 2).').waitFor({ state: 'attached' });
  await keyboard.press('ArrowDown');
  await page.getByText('ReLU is now at place 1 (0 to 2).').waitFor({ state: 'attached' });
  await keyboard.press('Space');
  await expect.poll(async () => (await types(page)).slice(1, 6)).toEqual(['residual', 'conv2d', 'relu', 'conv2d', 'relu']);

  for (let step = 0; step < 9; step++) await keyboard.press('Control+z');
  await playground.button('Presets: small').waitFor();
  await finish();
});

const conv = (filters: number, kernel = 3, stride = 1): LayerSpec => ({ type: 'conv2d', filters, kernel, stride, padding: (kernel - 1) / 2 });
const relu: LayerSpec = { type: 'relu' };
const block = (layers: readonly LayerSpec[], shortcut: readonly LayerSpec[] = []): LayerSpec => ({ type: 'residual', layers, shortcut });
const blocks = model([
  ...[conv(16), relu, block([conv(16), relu, conv(16)]), relu],
  block([conv(32, 3, 2), relu, block([conv(32)])], [conv(32, 1, 2)]),
  relu,
  { type: 'maxPool2d' },
  { type: 'flatten' },
  { type: 'dense' },
]);
const broken = model([conv(16), block([relu, block([{ type: 'dense' }, relu])]), relu, ...blocks.layers.slice(-2)]);

it.each([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
] as const)('shows the layers inside, and what is wrong with one, %s', async (name, options) => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, options);
  if (name === 'narrow') await page.getByRole('tab', { name: 'Network' }).click();
  const open = (spec: object) =>
    page
      .getByLabel('Open model file', { exact: true })
      .last()
      .setInputFiles({ name: 'm.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(spec)) });
  const fits = async () => expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);

  await open(blocks);
  await page.locator('[data-row]').filter({ hasText: 'shortcut 1' }).click();
  await expect.poll(() => page.locator('[data-row]').count()).toBe(9 + 4);
  await page.getByRole('list', { name: 'Shortcut' }).getByText('32×16×16').waitFor();
  expect(await findings(page)).toEqual([]);
  await fits();
  await screenshot(page, `blocks-${name}`);

  await open(broken);
  await page.getByRole('list', { name: 'Layers' }).getByRole('alert').filter({ hasText: 'Put a flatten layer before it' }).first().waitFor();
  expect(await findings(page)).toEqual([]);
  await fits();
  await screenshot(page, `blocks-broken-${name}`);
  await page.getByRole('radio', { name: '中文' }).click();
  await screenshot(page, `blocks-chinese-${name}`);
  await finish();
});
