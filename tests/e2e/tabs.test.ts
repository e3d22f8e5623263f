import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

/** The form of a page, by one figure of its network and one of its settings. */
async function form(page: Page): Promise<{ layers: number; batch: string }> {
  const batch = page.getByRole('spinbutton', { name: 'Batch size', exact: true });
  await batch.waitFor();
  return { layers: await page.locator('[data-row]').count(), batch: await batch.inputValue() };
}

const told = (page: Page) => page.getByText('Another tab has changed the form');

it('keeps one tab’s whole form, tells the other, and lets it take that over or keep its own', async () => {
  const { page: first, finish } = await openPage(stage.browser, stage.site.address);
  const second = await first.context().newPage();
  await second.goto(stage.site.address);
  const visit = async () => {
    const page = await first.context().newPage();
    await page.goto(stage.site.address);
    const kept = await form(page);
    await page.close();
    return kept;
  };
  const usual = await form(second);
  expect(usual.layers).toBe(11);

  await new Playground(first).choosePreset('mlp');
  await second.getByText('network 11 → 4 layers').waitFor();
  await screenshot(second, 'other-tab');
  expect(await findings(second)).toEqual([]);
  expect(await visit()).toEqual({ layers: 4, batch: usual.batch });

  await new Playground(second).setNumber('Batch size', 24);
  await told(second).waitFor({ state: 'detached' });
  await first.getByText('network 4 → 11 layers').waitFor();
  expect(await visit()).toEqual({ layers: 11, batch: '24' });

  await first.getByRole('button', { name: "Keep this tab's" }).press('Enter');
  await told(first).waitFor({ state: 'detached' });
  await second.getByText('network 11 → 4 layers').waitFor();
  expect(await visit()).toEqual({ layers: 4, batch: usual.batch });

  await second.getByRole('button', { name: "Take over the other tab's" }).press('Enter');
  await told(second).waitFor({ state: 'detached' });
  expect(await form(second)).toEqual({ layers: 4, batch: usual.batch });
  expect(await told(first).count()).toBe(0);
  // One step of undo.
  await second.getByRole('button', { name: /^Undo/ }).first().press('Enter');
  expect(await form(second)).toEqual({ layers: 11, batch: '24' });
  await finish();
});

it('follows language, theme and predictions in every tab, and leaves each its chapter', async () => {
  const { page: first, finish } = await openPage(stage.browser, `${stage.site.address}#learn/local`);
  const second = await first.context().newPage();
  await second.goto(`${stage.site.address}#learn/sharing`);
  const theme = () => second.evaluate(() => document.documentElement.dataset['theme']);
  await first.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(theme).toBe('dark');
  await first
    .getByRole('radiogroup', { name: 'What connects' })
    .or(first.getByRole('complementary').getByRole('radiogroup'))
    .getByRole('radio')
    .first()
    .click();
  await first.getByRole('button', { name: 'Show the answer' }).click();
  await second.getByText(/^predicted (right|otherwise)$/).waitFor({ state: 'attached' });
  expect(second.url()).toContain('#learn/sharing');
  await first.getByRole('radio', { name: '中文' }).click();
  await second.getByRole('button', { name: '开始训练', exact: true }).waitFor();
  await finish();
});
