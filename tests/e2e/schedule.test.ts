import { expect, it } from 'vitest';
import { openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

it('shows a schedule as a curve, with the settings that it uses, follows it and takes another while it trains', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.setNumber('Epochs', 1);
  const curve = page.getByTestId('schedule');
  const field = (name: string) => page.getByRole('spinbutton', { name, exact: true });
  await expect.poll(() => curve.count()).toBe(0);
  await expect.poll(() => field('Warm-up').count()).toBe(0);

  await playground.choose('Schedule', 'One cycle');
  await field('Start factor').waitFor();
  await expect.poll(() => field('Decay factor').count()).toBe(0);
  await playground.setNumber('Warm-up', 0.5);
  await playground.setNumber('End factor', 0.1);
  await expect.poll(() => curve.textContent()).toMatch(/^Rate from 0\.0004 at step 1 up to 0\.01 at step [\d,]+, then down to 0\.001 at step [\d,]+\.$/);
  await screenshot(page, 'schedule');

  await playground.start();
  await playground.reachStep(3);
  await playground.choose('Schedule', 'Steps down');
  await page.getByTestId('loss-chart').getByText('schedule steps').waitFor();
  expect(await page.getByTestId('loss-chart').getAttribute('aria-label')).toContain('Schedule changed from One cycle to Steps down at step');
  await page.getByText('The form differs from this run:').waitFor({ state: 'hidden' });
  await playground.pause();
  const step = await playground.stepNumber();
  // All of one epoch comes before the third.
  await expect.poll(() => curve.textContent()).toBe(`Rate 0.01 at every step. Step ${step}: 0.01.`);
  await page.reload();
  await field('Decay factor').waitFor();
  await finish();
});

it('shows it on a narrow screen, in Chinese and dark', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, {
    ...{ viewport: { width: 390, height: 844 }, locale: 'zh-CN', colorScheme: 'dark' as const },
  });
  await page.getByRole('tab', { name: '训练' }).click();
  const schedule = page.getByRole('combobox', { name: '学习率策略', exact: true });
  await schedule.click();
  await page.getByRole('option', { name: '三角形' }).click();
  await expect
    .poll(() => page.getByTestId('schedule').textContent())
    .toMatch(/^学习率从第 1 步的 0\.0004 升到第 [\d,]+ 步的 0\.01，再降到第 [\d,]+ 步的 0\.000\d+。$/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByTestId('schedule').scrollIntoViewIfNeeded();
  await screenshot(page, 'schedule-narrow-zh');
  await finish();
});

it('ends early where validations get no better, and goes back to the best weights', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 4);
  await playground.unfold('Validation');
  await playground.setNumber('Validate every N steps', 2);
  await playground.setNumber('Validation pictures', 20);
  // Nothing is learned at a rate of 0: the first validation is the best, as the others are the same.
  await playground.setNumber('Learning rate', 0);
  await playground.setNumber('Patience', 2);
  await playground.start();
  await playground.statusSays(/step 6 of .* stopped early after .*: no better validation since step 2/);
  await playground.button('Go back to step 2').focus();
  await page.keyboard.press('Enter');
  await playground.statusSays(/weights of step 2$/);
  await playground.button('Go back to step 2').waitFor({ state: 'hidden' });
  await page.getByText(/right after step 2$/).waitFor();
  await screenshot(page, 'best-weights');
  await finish();
});

it('tries rates beside a run, draws the loss over them and takes the suggestion into the form', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  const step = await playground.trainAndPause();

  await playground.button('Find a rate').click();
  const window = page.getByRole('dialog', { name: 'Find a learning rate' });
  await playground.setNumber('Lowest rate', 1e-3);
  await playground.setNumber('Highest rate', 1e-4);
  await window.getByText('The highest rate must be above the lowest.').waitFor();
  await expect.poll(() => playground.button('Try rates').isDisabled()).toBe(true);
  await playground.setNumber('Highest rate', 100);
  await playground.setNumber('Lowest rate', 1e-5);
  await playground.button('Try rates').click();
  await window.getByRole('progressbar', { name: 'Rates tried' }).waitFor();
  const use = window.getByRole('button', { name: /^Use / });
  await use.waitFor({ timeout: 480_000 });
  await window.getByTestId('range-chart').waitFor();
  await expect
    .poll(() => window.getByRole('status').textContent())
    .toMatch(/^The smoothed loss is least at rate [\d.E-]+; a tenth of that, [\d.E-]+, is a good learning rate\.$/);
  await screenshot(page, 'range-test');
  const rate = Number(((await use.textContent()) ?? '').replace('Use ', ''));
  expect(rate).toBeGreaterThan(1e-5);
  expect(rate).toBeLessThan(1);
  await use.click();
  await window.waitFor({ state: 'hidden' });
  await expect.poll(() => page.getByRole('spinbutton', { name: 'Learning rate', exact: true }).inputValue()).toBe(String(rate));
  // The run waits where it was, and takes up the rate.
  expect(await playground.stepNumber()).toBe(step);
  const summary = () => page.getByTestId('loss-chart').getAttribute('aria-label');
  await expect.poll(summary).toContain(`Learning rate changed from 0.01 to ${rate} at step ${step + 1}.`);
  await finish();
});
