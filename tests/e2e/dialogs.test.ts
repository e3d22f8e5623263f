import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

/** Waits until the element of that role and name has the focus. */
async function focused(page: Page, role: 'button' | 'spinbutton', name: string): Promise<void> {
  const has = () => page.getByRole(role, { name, exact: true }).evaluate((element) => element === document.activeElement);
  await expect.poll(has).toBe(true);
}

it('gives the first field of a dialog the focus, closes it with one Escape, and returns the focus', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  await page.getByRole('button', { name: 'Build from a pattern' }).press('Enter');
  await focused(page, 'spinbutton', 'Convolutions a block (m)');
  // The field's hint is open by then, and takes no Escape for itself.
  await page.getByRole('tooltip').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await focused(page, 'button', 'Build from a pattern');
  await finish();
});

it('asks before weights are lost, with Cancel in focus, and lets go of the run alone', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.choosePreset('mlp');
  await playground.button('Step').click();
  await playground.reachStep(1);
  await page.getByText(/right after step 1$/).waitFor();
  const rate = page.getByRole('spinbutton', { name: 'Learning rate', exact: true });
  expect(
    await rate.evaluate((field) => (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent)),
  ).toContain('live');

  await playground.button('Reset').press('Enter');
  await focused(page, 'button', 'Cancel');
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await focused(page, 'button', 'Reset');
  expect(await playground.stepNumber()).toBe(1);

  await playground.button('Reset').click();
  await playground.button('Let go and reset').click();
  await playground.statusSays(/^ready$/);
  await page.getByText(/^Press Start training/).waitFor();
  await page.getByText(/^Once training starts/).waitFor();
  await expect.poll(() => playground.button('Presets: mlp').count()).toBe(1);
  await expect.poll(() => page.getByRole('spinbutton', { name: 'Batch size', exact: true }).inputValue()).toBe('8');
  await finish();
});

it('keeps the names of layers whole and on one line at 390 pixels', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { viewport: { width: 390, height: 844 } });
  await page.getByRole('tab', { name: 'Network' }).click();
  const row = page.locator('[data-row]').filter({ hasText: 'maxPool2d' }).first();
  const name = await row.getByText('maxPool2d', { exact: true }).boundingBox();
  const shape = await row.getByText('16×16×16').boundingBox();
  if (!name || !shape) throw new Error('the row has no name or no shape');
  expect(name.x + name.width).toBeLessThanOrEqual(shape.x);
  expect(name.height).toBeLessThan(30);
  await finish();
});
