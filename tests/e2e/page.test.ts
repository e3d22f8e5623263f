import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ELSEWHERE, findings, launchChromium, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

/** Trains a little, so that every part of the page has something to show. */
async function trained(page: Page): Promise<Playground> {
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.unfold('Validation');
  await playground.setNumber('Validate every N steps', 5);
  await playground.setNumber('Validation pictures', 20);
  await playground.start();
  await playground.reachStep(12);
  await playground.pause();
  return playground;
}

it.each(['light', 'dark'] as const)('leaves axe nothing serious to find, %s', async (colorScheme) => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { colorScheme });
  await trained(page);
  await page.locator('[data-row]').first().click();
  expect(await findings(page)).toEqual([]);
  await screenshot(page, `page-${colorScheme}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  expect(overflow, 'rows of pixels below one screen of 1440 × 900').toBeLessThanOrEqual(0);
  await finish();
});

it('speaks Chinese', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  await trained(page);
  await page.getByRole('radio', { name: '中文' }).click();
  await page.getByRole('button', { name: '继续', exact: true }).waitFor();
  await page.getByRole('status', { name: '训练进度' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^zh/);
  await screenshot(page, 'chinese');
  await page.reload();
  await page.getByRole('button', { name: '开始训练', exact: true }).waitFor();
  await finish();
});

it('fits a telephone of 390 pixels', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { viewport: { width: 390, height: 844 } });
  const playground = new Playground(page);
  await page.getByRole('tab', { name: 'Data' }).click();
  await playground.ready();
  await playground.start();
  await playground.reachStep(3);
  await playground.pause();
  for (const tab of ['Data', 'Network', 'Training', 'Curves', 'Predictions']) {
    await page.getByRole('tab', { name: tab }).click();
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(sideways, `pixels that ${tab} sticks out`).toBeLessThanOrEqual(0);
    expect(await findings(page)).toEqual([]);
    await screenshot(page, `narrow-${tab.toLowerCase()}`);
  }
  await finish();
});

it('is worked by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  const tabTo = async (name: string) => {
    for (let presses = 0; presses < 60 && (await focused()) !== name; presses++) await page.keyboard.press('Tab');
    expect(await focused()).toBe(name);
  };
  await tabTo('Start training');
  await page.keyboard.press('Enter');
  await playground.reachStep(1);
  // The same button pauses, and keeps the focus.
  await page.keyboard.press('Enter');
  await playground.statusSays(/paused/);
  expect(await focused()).toBe('Resume');
  await finish();
});

it('says what to do where there is no WebGPU', async () => {
  const bare = await launchChromium({ webgpu: false });
  try {
    const { page, finish } = await openPage(bare, stage.site.address);
    const alert = page.getByRole('alert').filter({ hasText: 'What to do' });
    await alert.waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true);
    expect(await findings(page)).toEqual([]);
    await screenshot(page, 'no-webgpu');
    await finish();
  } finally {
    await bare.close();
  }
});

it('says what to do where plain http from another machine hides WebGPU', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address.replace('localhost', ELSEWHERE));
  await page.getByRole('alert').filter({ hasText: 'WebGPU is hidden on this address' }).waitFor();
  await page.getByText(/open http:\/\/localhost:\d+ instead/).waitFor();
  await screenshot(page, 'insecure');
  await finish();
});

/** Ends the process that serves the GPU, as a driver's fault does. */
async function loseGpu(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  process.kill(processInfo.find(({ type }) => type === 'GPU')?.id ?? 0, 'SIGKILL');
}

it('says what happened when the GPU is lost, and keeps what the page shows; and that it may be withheld after a second time', async () => {
  const browser = await launchChromium();
  try {
    const { page, finish } = await openPage(browser, stage.site.address);
    const playground = new Playground(page);
    await playground.ready();
    await playground.setNumber('Batch size', 8);
    await playground.start();
    await playground.reachStep(2);

    await loseGpu(browser);
    const lost = page.getByRole('alert').filter({ hasText: 'The GPU was lost' });
    await lost.getByText('The weights of the run were in its memory and are gone.').waitFor();
    await playground.statusSays(/stopped/);
    expect(await playground.losses()).not.toEqual([]);
    await screenshot(page, 'gpu-lost');

    // The person was told what goes with the page: nobody asks again.
    page.on('dialog', (dialog) => expect.fail(`asked: ${dialog.message()}`));
    await playground.button('Reload the GPU').click();
    await playground.ready();
    await loseGpu(browser);
    await lost.waitFor();
    expect(await lost.textContent()).not.toMatch(/weights|curves/i);

    await playground.button('Reload the GPU').click();
    await page.getByRole('heading', { name: 'Chrome keeps the GPU away for now' }).waitFor();
    await page.getByText('Wait two minutes, then try again.').waitFor();
    expect(await page.getByText(/flags|driver, and/).count()).toBe(0);
    expect(await findings(page)).toEqual([]);
    await screenshot(page, 'gpu-withheld');
    await finish();
  } finally {
    await browser.close();
  }
});

it('gives what a report needs as text, by the keyboard', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { permissions: ['clipboard-read', 'clipboard-write'] });
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.choosePreset('mlp');
  await playground.button('Step').click();
  await playground.reachStep(1);
  await playground.giveFiles([{ name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') }]);
  await page.getByRole('button', { name: 'Dismiss' }).click();

  await page.getByRole('button', { name: /^Adapter: / }).press('Enter');
  const copy = playground.button('Copy as text');
  await copy.press('Enter');
  await page.getByText('Copied.').waitFor();
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'report');
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  const said = (label: string) => lines.find((line) => line.startsWith(`- ${label}: `));
  expect(said('Version')).toMatch(/ \d+\.\d+\.\d+$/);
  expect(said('Browser')).toBe(`- Browser: ${await page.evaluate(() => navigator.userAgent)}`);
  const adapter = await page.evaluate(async () => {
    const found = await navigator.gpu.requestAdapter();
    return { features: [...(found?.features ?? [])].sort().join(', '), binding: found?.limits.maxStorageBufferBindingSize };
  });
  expect(said('Features')).toBe(`- Features: ${adapter.features}`);
  expect(said('Limits')).toContain(`maxStorageBufferBindingSize ${adapter.binding}`);
  expect(said('Checks')).toMatch(/arithmetic: [1-9]\d*, kernels left out: 0/);
  expect(said('Last problem')).toMatch(/cat\.png.*\(data\.picture\b/);
  await finish();
});

it('shows that text where the page may not copy, there being no GPU either', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address.replace('localhost', ELSEWHERE), { viewport: { width: 390, height: 844 } });
  await page.getByRole('alert').filter({ hasText: 'WebGPU is hidden on this address' }).waitFor();
  await page.getByRole('button', { name: /^Adapter: / }).click();
  await page.getByRole('button', { name: 'Copy as text' }).click();
  const text = page.getByRole('textbox', { name: 'Text for a report' });
  expect(await text.inputValue()).toContain('- GPU: unavailable, insecure');
  expect(await text.evaluate((field: HTMLTextAreaElement) => field.selectionEnd - field.selectionStart)).toBeGreaterThan(100);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'narrow-report');
  await finish();
});
