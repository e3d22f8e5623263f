import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();
/** A CPU that plays the GPU takes some seconds for a step and its operators. */
const PATIENCE = 480_000;

/** What a reader does with the keyboard: goes to a control and presses a key. */
async function press(control: Locator, key: string): Promise<void> {
  await control.focus();
  await control.page().keyboard.press(key);
}

/** Chooses an answer and has the right one shown. */
async function predict(page: Page, answer: string, show = 'Show the answer'): Promise<void> {
  const radio = page.getByRole('radio', { name: answer, exact: true });
  await press(radio, 'Space');
  await expect.poll(() => radio.isChecked()).toBe(true);
  await press(page.getByRole('button', { name: show }), 'Enter');
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

/** The figures of the picture's table, a row for each layer. */
async function tableOf(page: Page, name: string): Promise<readonly (readonly string[])[]> {
  await press(page.getByRole('article').locator('summary'), 'Enter');
  const rows = page.getByRole('table', { name }).locator('tbody tr');
  await expect.poll(() => rows.count()).toBeGreaterThan(0);
  return rows.evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)));
}

async function expectNothingSideways(page: Page): Promise<void> {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways, 'pixels that the page sticks out').toBeLessThanOrEqual(0);
}

it('follows a curve and measures gradients through ten layers, by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, `${stage.site.address}#learn/activation?x=20`);
  await new Playground(page).ready();
  const place = page.getByRole('slider', { name: 'Place on the curve' });
  await press(place, 'Home');
  // σ(−6) = 1 / (1 + e⁶), and σ′ = σ (1 − σ).
  await expect.poll(() => place.getAttribute('aria-valuetext')).toBe('x is -6.0: f(x) = 0.00247, f′(x) = 0.00247');
  await press(place, 'ArrowRight');
  await expect.poll(() => place.getAttribute('aria-valuetext')).toBe('x is -5.9: f(x) = 0.00273, f′(x) = 0.00272');
  await expect.poll(() => page.url()).toContain('#learn/activation?x=-59');

  const measure = page.getByRole('button', { name: 'Measure', exact: true });
  expect(await measure.count()).toBe(0);
  await predict(page, '1,048,576');
  await page.getByText('Right: 1,048,576.').waitFor();
  await press(measure, 'Enter');
  const picture = page.getByRole('group', { name: /^Size of the gradient over the layers/ });
  await picture.waitFor({ timeout: PATIENCE });
  await measure.waitFor({ timeout: PATIENCE });
  await press(picture.getByRole('img').first(), 'ArrowRight');
  expect(await focused(page)).toMatch(/^sigmoid, layer 1: /);

  const rows = (await tableOf(page, 'Root mean square of the gradient of each layer’s weights')).map((cells) => cells.map(Number));
  expect(rows).toHaveLength(11);
  // Sigmoids let next to nothing through, tanh and ReLU most of it.
  const [first = [], tenth = []] = [rows[0], rows[9]];
  const [sigmoid, tanh, relu] = [1, 2, 3].map((column) => (tenth[column] ?? NaN) / (first[column] ?? NaN));
  expect(sigmoid).toBeGreaterThan(1000);
  for (const ratio of [tanh, relu]) {
    expect(ratio).toBeGreaterThan(0.01);
    expect(ratio).toBeLessThan(100);
  }
  await press(page.getByRole('button', { name: 'Build this network' }), 'Enter');
  // 3,072 × 64 + 64, nine of 64 × 64 + 64, and 64 × 10 + 10.
  await page.getByText('The network is in the form: 234,762 parameters.').waitFor();
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-activation');
  await finish();
});

it('can stop measuring beside a run, which then goes on', async () => {
  const { page, finish } = await openPage(stage.browser, `${stage.site.address}#learn/activation?function=gelu`);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 4);
  await playground.start();
  await playground.reachStep(3);
  await predict(page, '4');
  await page.getByText('You said 4. It is 1,048,576.').waitFor();
  const button = page.getByRole('button', { name: 'Measure', exact: true });
  await press(button, 'Enter');
  await page.getByText(/^gelu: layer 9 has/).waitFor({ timeout: PATIENCE });
  // The focus is still on the button, which now stops.
  await page.keyboard.press('Enter');
  await button.waitFor({ timeout: PATIENCE });
  const step = await playground.stepNumber();
  await playground.reachStep(step + 3);
  await finish();
});

it('shows what layers cost, and measures their time, by the keyboard alone', async () => {
  const { page, finish } = await openPage(stage.browser, `${stage.site.address}#learn/cost?network=lenet`, { colorScheme: 'dark' });
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 4);
  const picture = page.getByRole('group', { name: /^Parameters, multiply-adds and measured time/ });
  expect(await picture.getByText('after your answer').count()).toBe(3);
  await predict(page, 'Dense layers hold the parameters, convolutions do the work');
  await page.getByText(/^Right: Dense layers hold/).waitFor();
  await press(picture.getByRole('img').first(), 'ArrowDown');
  expect(await focused(page)).toBe('3 conv2d: 2,416 parameters, 240,000 multiply-adds a picture: each weight is used 100 times');

  await press(page.getByRole('article').getByRole('button', { name: 'Measure', exact: true }), 'Enter');
  await page.getByRole('button', { name: 'Measure again' }).waitFor({ timeout: PATIENCE });
  const dense = page.getByRole('list', { name: 'Shares by type of layer' }).getByRole('listitem').filter({ hasText: 'Dense' });
  expect(await dense.textContent()).toMatch(/95\.4% of the parameters9\.0% of the multiply-adds[\d.]+% of the time$/);
  const rows = await tableOf(page, 'What each layer costs');
  expect(rows.map((cells) => cells.slice(0, 3))).toEqual([
    ...[
      ['0 conv2d', '456', '352,800'],
      ['3 conv2d', '2,416', '240,000'],
      ['7 dense', '48,120', '48,000'],
      ['9 dense', '10,164', '10,080'],
    ],
    ...[
      ['11 dense', '850', '840'],
      ['other layers', '0', '0'],
      ['pictures, loss, update', '0', '0'],
    ],
  ]);
  for (const [, , , time = ''] of rows) expect(time).toMatch(/^[\d.,]+ ms$/);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-cost');
  await finish();
});

it('fits a telephone of 390 pixels, and speaks Chinese', async () => {
  const { page, finish } = await openPage(stage.browser, `${stage.site.address}#learn/activation?function=elu&alpha=20`, {
    viewport: { width: 390, height: 844 },
  });
  await page.getByRole('tab', { name: 'Data' }).click();
  await new Playground(page).ready();
  await page.getByRole('tab', { name: 'Learn' }).click();
  await page.getByRole('radio', { name: '中文' }).click();
  const alpha = page.getByRole('slider', { name: 'alpha' });
  await press(alpha, 'ArrowRight');
  await expect.poll(() => alpha.getAttribute('aria-valuetext')).toBe('2.1');
  await predict(page, '40', '查看答案');
  await press(page.getByRole('button', { name: '开始测量' }), 'Enter');
  await page.getByText(/^ELU：层 9 的梯度是层 0 的/).waitFor({ timeout: PATIENCE });
  await page.getByRole('button', { name: '开始测量' }).waitFor({ timeout: PATIENCE });
  await expectNothingSideways(page);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-activation-narrow');

  await press(page.getByRole('button', { name: '为何共享权重省内存却不省时间' }), 'Enter');
  await predict(page, '参数多在全连接层，计算多在卷积层', '查看答案');
  await page.getByText('占参数的 94%').waitFor();
  await expectNothingSideways(page);
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'learn-cost-narrow');
  await finish();
});
