import { expect, it } from 'vitest';
import { openPage } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

it('takes back edits of settings and network in their order, and brings them again, by the keyboard', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  const optimiser = page.getByRole('combobox', { name: 'Optimiser', exact: true });
  const rate = page.getByRole('spinbutton', { name: 'Learning rate', exact: true });
  const rows = page.locator('[data-row]');
  await playground.setNumber('Learning rate', 0.25);
  await page.getByRole('button', { name: /^Presets: / }).press('Enter');
  await page.getByRole('menuitemradio', { name: /^mlp/ }).press('Enter');
  await expect.poll(() => rows.count()).toBe(4);
  await playground.choose('Optimiser', 'Lion');

  await optimiser.press('Control+z');
  await expect.poll(() => optimiser.textContent()).toBe('SGD');
  await optimiser.press('Control+z');
  await expect.poll(() => rows.count()).toBe(11);
  await optimiser.press('Control+z');
  await expect.poll(() => rate.inputValue()).toBe('0.01');
  const undo = page.getByRole('region', { name: 'Training' }).getByRole('button', { name: /^Undo/ });
  await expect.poll(() => undo.isDisabled()).toBe(true);
  await optimiser.press('Control+Shift+z');
  await expect.poll(() => rate.inputValue()).toBe('0.25');
  await optimiser.press('Control+y');
  await expect.poll(() => rows.count()).toBe(4);
  await undo.press('Enter');
  await expect.poll(() => rows.count()).toBe(11);
  await finish();
});
