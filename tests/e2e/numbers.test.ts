import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

it('reads what is typed by one rule, and keeps Start off while a field holds no value', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  const rate = page.getByRole('spinbutton', { name: 'Learning rate', exact: true });
  const batch = page.getByRole('spinbutton', { name: 'Batch size', exact: true });
  const taken = (field: typeof rate) => field.getAttribute('aria-valuenow');
  const isOff = () => playground.button('Start training').isDisabled();

  for (const [typed, value] of [
    ['0,001', '0.001'],
    ['0,0005', '0.0005'],
    ['0.00２', '0.002'],
    ['５ｅ−3', '0.005'],
  ] as const) {
    await rate.fill(typed);
    await rate.press('Enter');
    await expect.poll(() => taken(rate)).toBe(value);
    await expect.poll(isOff).toBe(false);
  }
  for (const typed of ['0x10', '1,000', '1e', '003']) {
    await rate.fill(typed);
    await rate.press('Tab');
    await expect.poll(isOff).toBe(true);
    expect([await taken(rate), await rate.getAttribute('aria-invalid')]).toEqual(['0.005', 'true']);
  }
  await playground.statusSays(/a field to correct/);
  expect(await playground.button('Step').isDisabled()).toBe(true);
  await page.getByText('This is not clearly a number.').waitFor();
  expect(await findings(page)).toEqual([]);
  await screenshot(page, 'field-in-error');
  await rate.press('Escape');
  await expect.poll(isOff).toBe(false);

  await batch.fill('1,000');
  await expect.poll(() => taken(batch)).toBe('1000');
  await batch.fill('0,064');
  await expect.poll(isOff).toBe(true);
  expect(await taken(batch)).toBe('1000');
  await batch.fill('16');
  await expect.poll(isOff).toBe(false);

  await playground.button('Sweep').click();
  const values = page.getByRole('textbox', { name: 'Values', exact: true });
  await values.fill('0,003');
  await page.getByText('“0,003” may be one number or two.').waitFor();
  await expect.poll(() => playground.button('Start the sweep').isDisabled()).toBe(true);
  await values.fill('0,003; 0,01');
  await expect.poll(() => page.getByRole('dialog').getByRole('status').textContent()).toBe('2 runs');
  await finish();
});

it('fails a run whose one update leaves no figures', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.setNumber('Learning rate', 100);
  await playground.choose('Precision', '16 bits (half)');
  await playground.button('Step').click();
  await playground.statusSays(/stopped/);
  await page.getByRole('alert').filter({ hasText: 'After step 1 the loss is not a finite number' }).waitFor();
  expect(await playground.status.textContent()).not.toMatch(/best/);
  await finish();
});

it('keeps the figures of a run that explodes readable, and does not call it well', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.choosePreset('mlp');
  await playground.setNumber('Batch size', 8);
  await playground.setNumber('Learning rate', 100);
  await page.getByRole('navigation').getByRole('button', { name: 'Inside' }).click();
  const inside = page.getByRole('region', { name: 'Inside' });
  for (let step = 1; !(await playground.status.filter({ hasText: 'stopped' }).isVisible()); step++) {
    await playground.button('Step').click();
    await playground.statusSays(new RegExp(`step ${step} of .* paused|stopped`));
  }
  await inside.getByText('Values').first().waitFor();
  expect(await inside.innerText()).not.toMatch(/∞|NaN|\d(,\d{3}){3}/);
  await screenshot(page, 'exploded');
  await inside.getByRole('tab', { name: 'Health' }).click();
  await expect.poll(() => inside.getByRole('tab', { name: 'Health' }).textContent()).toBe('Health1');
  await finish();
});

it('blames the flatten before a window without room, moves it, and says what a convolution behind one sees', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  await new Playground(page).ready();
  const open = (layers: readonly object[]) => {
    const input = { channels: 3, height: 32, width: 32 };
    const buffer = Buffer.from(JSON.stringify({ format: 'kernelgarten-model', version: 1, input, layers }));
    return page.getByLabel('Open model file', { exact: true }).last().setInputFiles({ name: 'm.json', mimeType: 'application/json', buffer });
  };
  const end = { type: 'dense', units: 10 };
  await open([{ type: 'conv2d', kernel: 5 }, { type: 'flatten' }, { type: 'conv2d', filters: 4 }, end]);
  await page.getByText('the whole picture', { exact: true }).waitFor();
  await open([{ type: 'flatten' }, { type: 'conv2d', kernel: 5 }, { type: 'maxPool2d' }, end]);
  const rows = page.getByRole('list', { name: 'Layers' }).getByRole('listitem');
  await rows.nth(0).getByText('the window of 2×2 at layers[2] has no room in that').waitFor();
  await screenshot(page, 'flatten-early');
  await rows.nth(0).getByRole('button', { name: 'Move it behind layer 2' }).press('Enter');
  await page.getByText('has no room in that').waitFor({ state: 'detached' });
  await page.getByText('5×5 of 32×32').waitFor();
  await finish();
});
