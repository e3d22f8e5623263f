import { expect, it } from 'vitest';
import { openPage, screenshot } from '../support/browser';
import { mean, Playground } from '../support/playground';
import { haveRealRecords, recordPath } from '../support/records';
import { setStage } from '../support/stage';

const stage = setStage();

it('trains on files of CIFAR-10: the loss falls, both charts hold lines, pause stops and resume goes on', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.giveFiles([recordPath('data_batch_1.bin'), recordPath('test_batch.bin')]);
  await page.getByText('10,000 training').waitFor();
  await page.getByText('Kept in this browser').waitFor();
  await playground.setNumber('Batch size', 16);

  await playground.start();
  // One more than a multiple of fifty: the third validation is done, and no pause cuts it off.
  await playground.reachStep(151);
  // Every operator of the run was compared before it trained.
  await page.getByRole('button', { name: /, \d+ operators checked$/ }).waitFor();
  await screenshot(page, 'training');
  await playground.pause();
  const paused = await playground.stepNumber();

  const rows = await playground.curves();
  const train = rows.filter(({ split }) => split === 'train');
  expect(train.map(({ step }) => step)).toEqual(Array.from({ length: paused }, (_, index) => index + 1));
  const losses = train.map(({ loss }) => loss);
  expect(losses[0]).toBeGreaterThan(2);
  expect(mean(losses.slice(-30))).toBeLessThan(mean(losses.slice(0, 5)) - 0.15);
  // Generated pictures take longer to go below what guessing gives.
  if (haveRealRecords) expect(mean(losses.slice(-30))).toBeLessThan(Math.log(10) - 0.15);
  const validations = rows.filter(({ split }) => split === 'validation');
  expect(validations.length).toBeGreaterThanOrEqual(3);
  for (const chart of ['loss-chart', 'accuracy-chart']) {
    const lines = await page
      .getByTestId(chart)
      .locator('path.recharts-line-curve')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? ''));
    // Raw, smoothed, validation: each drawn through more than one point.
    expect(lines.map((line) => (line.match(/[LC]/g) ?? []).length > 1)).toEqual([true, true, true]);
  }

  // A paused run moves by the steps that are asked for and no others: nothing was on its way.
  await playground.button('Step').click();
  await playground.reachStep(paused + 1);
  expect(await playground.stepNumber()).toBe(paused + 1);
  expect(await playground.losses()).toHaveLength(paused + 1);

  await playground.button('Resume').click();
  await playground.reachStep(paused + 10);
  await playground.pause();
  expect((await playground.losses()).slice(0, paused)).toEqual(losses);
  await screenshot(page, 'paused');
  await finish();
});

it('trains in half precision when asked, by keyboard, and offers the way back', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.choose('Precision', '16 bits (half)');

  await playground.start();
  await playground.reachStep(4);
  await playground.pause();
  const half = (await playground.losses()).slice(0, 4);
  await screenshot(page, 'half-precision');

  await playground.choose('Precision', '32 bits');
  await page.getByText('Precision 16 bits (half) → 32 bits').waitFor();
  await playground.button('Reset').click();
  await playground.button('Let go and reset').click();
  await playground.statusSays(/ready/);
  await playground.start();
  await playground.reachStep(4);
  await playground.pause();
  const full = (await playground.losses()).slice(0, 4);
  for (const [step, loss] of half.entries()) expect(Math.abs(loss - (full[step] ?? NaN))).toBeLessThan(0.02);
  expect(half).not.toEqual(full);
  await finish();
});

it('repeats a run bit for bit, through pauses and single steps', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);

  await playground.start();
  await playground.reachStep(12);
  await playground.pause();
  const first = (await playground.losses()).slice(0, 12);

  await playground.button('Reset').click();
  await playground.button('Let go and reset').click();
  await playground.statusSays(/ready/);
  for (let step = 1; step <= 6; step++) {
    await playground.button('Step').click();
    await playground.reachStep(step);
  }
  await playground.button('Resume').click();
  await playground.reachStep(12);
  await playground.pause();
  expect((await playground.losses()).slice(0, 12)).toEqual(first);
  await finish();
});

it('trains the network that the form shows, and never changes one that trains', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.button('Step').click();
  await playground.reachStep(1);
  const small = await playground.losses();

  await playground.choosePreset('mlp');
  await page.getByText('The form differs from this run:').waitFor();
  await playground.button('Step').click();
  await playground.reachStep(2);
  expect((await playground.losses())[0]).toBe(small[0]);

  const restart = async () => {
    await playground.button('Restart with this').click();
    await page.getByText('The form differs from this run:').waitFor({ state: 'hidden' });
    await playground.reachStep(1);
    await playground.pause();
  };
  await restart();
  const mlp = (await playground.losses())[0] ?? NaN;
  expect(mlp).not.toBe(small[0]);

  // The units of the hidden layer, edited by hand: other initial weights, another first loss.
  await page.locator('[data-row]').filter({ hasText: '512 units' }).click();
  await playground.setNumber('Units', 64);
  await page.getByText('197,322').waitFor();
  await restart();
  const narrow = (await playground.losses())[0] ?? NaN;
  expect(narrow).not.toBe(mlp);
  await screenshot(page, 'edited');
  await finish();
});

it('takes a new learning rate while it trains and marks it on the curve', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.start();
  await playground.reachStep(3);
  await playground.setNumber('Learning rate', 0.002);
  await page
    .getByTestId('loss-chart')
    .getByText(/rate 0\.002/)
    .waitFor();
  await page.getByText('The form differs from this run:').waitFor({ state: 'hidden' });
  await playground.pause();
  await finish();
});

it('takes up an augmentation while it trains, by the keyboard, and marks it on the curve', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.start();
  await playground.reachStep(3);
  await page.locator('summary').filter({ hasText: 'Augmentation' }).press('Enter');
  await playground.choose('Flip', 'every other epoch');
  await page.getByTestId('loss-chart').getByText('Flip every other epoch').waitFor();
  await page.getByText('The form differs from this run:').waitFor({ state: 'hidden' });
  await playground.pause();
  await page.reload();
  // Folded away again, the group says what is not as usual.
  await page.getByRole('group', { name: 'Augmentation' }).getByText('Flip every other epoch').waitFor();
  await finish();
});

it('stops and says so when the loss is no longer a number', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.setNumber('Learning rate', 100);
  await playground.start();
  await playground.statusSays(/stopped/);
  await page.getByRole('alert').filter({ hasText: /loss/i }).waitFor();
  await finish();
});
