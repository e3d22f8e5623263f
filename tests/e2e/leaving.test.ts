import type { Dialog, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

/** Reloads the page as a person would. @returns whether the browser asked first, in which case the page stays. */
async function asksBeforeReload(page: Page): Promise<boolean> {
  let answer = (_asked: boolean) => undefined as void;
  const answered = new Promise<boolean>((resolve) => (answer = resolve));
  const onDialog = (dialog: Dialog) => void dialog.dismiss().then(() => answer(dialog.type() === 'beforeunload'));
  const onLoad = () => answer(false);
  page.on('dialog', onDialog);
  page.on('load', onLoad);
  await page.evaluate(() => void setTimeout(() => location.reload()));
  const asked = await answered;
  page.off('dialog', onDialog);
  page.off('load', onLoad);
  return asked;
}

it('asks before a run of any steps is lost with the page, and only then', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setNumber('Batch size', 8);
  await playground.choosePreset('mlp');
  expect(await asksBeforeReload(page)).toBe(false);
  await playground.ready();

  await playground.button('Step').click();
  await playground.reachStep(1);
  expect(await asksBeforeReload(page)).toBe(true);
  expect(await playground.stepNumber()).toBe(1);

  await playground.button('Reset').click();
  await playground.button('Let go and reset').click();
  await playground.statusSays(/ready/);
  expect(await asksBeforeReload(page)).toBe(false);
  await finish();
});
