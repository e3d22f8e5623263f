import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

/** Reloads the page as a person would. @returns whether the browser asked first, in which case the page stays. */
async function asksBeforeReload(page: Page): Promise<boolean> {
  const asked = new Promise<boolean>((resolve) => {
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => resolve(dialog.type() === 'beforeunload')));
    page.on('load', () => resolve(false));
  });
  await page.evaluate(() => void setTimeout(() => location.reload()));
  const answer = await asked;
  page.removeAllListeners('dialog');
  page.removeAllListeners('load');
  return answer;
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
