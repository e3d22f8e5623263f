import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();
/** A CPU that plays the GPU takes some seconds for a step and what is looked at then. */
const PATIENCE = 480_000;
/** A PNG of four red points. */
const RED = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR42mP4z8AARAwQCgAf7gP9Y167WwAAAABJRU5ErkJggg==';

/** The number behind a word of the arithmetic. */
async function figure(page: Page, name: string | RegExp): Promise<number> {
  const line = page.locator('dl div').filter({ has: page.getByText(name) });
  const text = (await line.locator('dd').first().textContent()) ?? '';
  return Number(text.replaceAll(/[=+,\s]/g, '').replace('−', '-'));
}

it('shows the maps of a picture, what a value sees and how it comes about, by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 4);
  await page.getByRole('button', { name: 'Inside', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Start training or take a step to see this.').waitFor();
  await playground.button('Step').focus();
  await page.keyboard.press('Enter');
  const maps = page.getByRole('application', { name: '3 conv2d: 20 maps of 16 × 16' });
  await maps.waitFor({ timeout: PATIENCE });
  await maps.focus();
  const readout = page.getByRole('status').filter({ hasText: '3 conv2d' });
  await readout.filter({ hasText: 'channel 0, row 0, column 0:' }).waitFor();
  for (const key of ['PageDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  await readout.filter({ hasText: 'channel 1, row 2, column 1:' }).waitFor();
  // 5 × 5 at jump 2 behind a 2 × 2 pool and a 5 × 5: rows 0 to 4 of 16, 0 to 9 of 32, two more at each side.
  const sight = page.getByRole('table', { name: 'What it sees' });
  await expect.poll(() => sight.getByRole('row').last().textContent()).toBe('3 conv2d2142 × 1');
  await expect.poll(() => sight.getByRole('row').nth(1).textContent()).toBe('picture110–11 × 0–9');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^3 conv2d, channel 1, row 2, column 1 = / }).waitFor({ timeout: PATIENCE });
  const [sum, bias, result, device] = [
    await figure(page, 'Sum of 400 products'),
    await figure(page, 'Bias'),
    await figure(page, 'Result'),
    await figure(page, 'On the device'),
  ];
  expect(Math.abs(sum + bias - result)).toBeLessThan(1e-4);
  expect(Math.abs(result - device)).toBeLessThan(1e-4);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'inside-maps');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('heading', { name: /^3 conv2d, channel 1/ }).count()).toBe(0);
  await finish();
});

it('looks at pictures from the set, from files and drawn by hand, and says what is no picture', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await page.getByRole('button', { name: 'Inside', exact: true }).click();
  const picture = page.getByRole('img', { name: /^(Test picture \d|From |Drawn by)/ });
  await page.getByRole('img', { name: /^Test picture 0: / }).waitFor();
  await page.getByRole('button', { name: 'Next test picture' }).click();
  await page.getByRole('img', { name: /^Test picture 1: / }).waitFor();
  await page.getByLabel('Picture file').setInputFiles({ name: 'words.txt', mimeType: 'text/plain', buffer: Buffer.from('words') });
  await page.getByText('“words.txt” is no picture').waitFor();
  await page.getByLabel('Picture file').setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: Buffer.from(RED, 'base64') });
  await page.getByRole('img', { name: 'From red.png' }).waitFor();
  const point = () => picture.evaluate((canvas) => [...((canvas as HTMLCanvasElement).getContext('2d')?.getImageData(15, 16, 1, 1).data ?? [])]);
  await expect.poll(point).toEqual([255, 0, 0, 255]);
  await page.getByRole('button', { name: 'Camera' }).click();
  await page.getByText(/No camera was found|not allowed to use the camera|camera cannot be used/).waitFor();
  await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    const paint = () => {
      const context = canvas.getContext('2d');
      if (context) context.fillStyle = 'rgb(0, 0, 255)';
      context?.fillRect(0, 0, canvas.width, canvas.height);
      // A stream of a canvas has a frame whenever that is painted.
      requestAnimationFrame(paint);
    };
    paint();
    const stream = canvas.captureStream();
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(stream);
    Object.assign(window, { cameraTracks: stream.getTracks() });
  });
  await page.getByRole('button', { name: 'Camera' }).click();
  const shutter = page.getByRole('button', { name: 'Take the picture' });
  await expect.poll(() => shutter.getAttribute('aria-disabled')).toBe('false');
  await shutter.click();
  await page.getByRole('img', { name: 'From the camera' }).waitFor();
  // Video is not kept to the last bit.
  await expect.poll(async () => (await point()).map((value) => Math.round(value / 64))).toEqual([0, 0, 4, 4]);
  expect(await page.evaluate('cameraTracks.map(({ readyState }) => readyState)')).toEqual(['ended']);
  await page.getByRole('button', { name: 'Draw' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('application', { name: /^Drawing/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('img', { name: 'Drawn by hand' }).waitFor();
  await expect.poll(point).toEqual([0, 0, 0, 255]);
  expect(await findings(page)).toEqual([]);
  await finish();
});

it('fits a telephone of 390 pixels, and speaks Chinese', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  await page.getByRole('tab', { name: 'Data' }).click();
  const playground = new Playground(page);
  await playground.ready();
  await page.getByRole('tab', { name: 'Training' }).click();
  await playground.setNumber('Batch size', 4);
  // The field's hint would lie over the tabs.
  await page.keyboard.press('Escape');
  await playground.button('Step').click();
  await page.getByRole('radio', { name: '中文' }).click();
  await page.getByRole('tab', { name: '内部' }).click();
  const maps = page.getByRole('application', { name: /^0 卷积：16 张/ });
  await maps.waitFor({ timeout: PATIENCE });
  // What is told of the value that is pointed at must not move the maps from under a press.
  await maps.click({ position: { x: 5, y: 7 } });
  await page.getByRole('heading', { name: /^0 卷积，通道 0，行 3，列 2 = / }).waitFor({ timeout: PATIENCE });
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^0 卷积，通道 0，行 3，列 3 = / }).waitFor({ timeout: PATIENCE });
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways, 'pixels that the page sticks out').toBeLessThanOrEqual(0);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'inside-maps-narrow');
  await finish();
});
