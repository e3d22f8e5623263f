import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findings, openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { setStage } from '../support/stage';

const stage = setStage();

/**
 * Does to the page what Google Translate does, from now on: each text that may be translated gives its place to two nested
 * `<font>` elements with another text.
 */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const isMeant = (text: Text) => {
      const element = text.parentElement;
      if (!element || text.data.trim() === '' || element.closest('font, script, style, svg, textarea')) return false;
      return element.translate;
    };
    const wrap = () => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      for (const text of texts.filter(isMeant)) {
        /* eslint-disable @typescript-eslint/no-deprecated -- what translators put in is old */
        const outer = document.createElement('font');
        outer.append(document.createElement('font'));
        /* eslint-enable @typescript-eslint/no-deprecated */
        outer.firstElementChild?.append(`«${text.data}»`);
        text.replaceWith(outer);
      }
    };
    wrap();
    new MutationObserver(wrap).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
}

const translated = (page: Page) => page.locator('font > font').count();

async function train(page: Page): Promise<Playground> {
  const playground = new Playground(page);
  await playground.ready();
  await playground.choosePreset('mlp');
  await playground.setNumber('Batch size', 8);
  await playground.start();
  await playground.reachStep(2);
  return playground;
}

it('goes on while the browser translates it, and tells its numbers all the while', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = await train(page);
  await translate(page);
  await page.getByRole('heading', { name: '«Network»' }).waitFor();
  await page.getByRole('button', { name: 'Learn', exact: true }).click();
  await expect.poll(() => translated(page)).toBeGreaterThan(20);
  for (const section of ['Evaluate', 'Inside', 'Profile']) await page.getByRole('button', { name: section, exact: true }).click();
  // A notice comes, changes and goes; buttons change their words.
  await playground.setNumber('«Seed»', 7);
  await page.getByText(/lets go of the weights/).waitFor();
  await playground.setNumber('«Seed»', 8);
  await playground.button('Put the form back').click();
  await playground.pause();
  await playground.button('Resume').click();
  const step = await playground.stepNumber();
  await playground.reachStep(step + 2);
  await page.getByRole('radio', { name: '中文' }).click();
  await page.getByRole('heading', { name: '«网络»' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await screenshot(page, 'translated');
  await finish();
});

it('says where something else has changed the page behind its back, trains on, and draws it again', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = await train(page);
  await playground.setNumber('Seed', 7);
  const differs = page.getByText('The form differs from this run:');
  await differs.waitFor();
  await differs.evaluate((title) => title.closest('[aria-live]')?.remove());
  await playground.setNumber('Seed', 1);
  const alert = page.getByRole('alert').filter({ hasText: 'The notices: this part could not be shown' });
  await alert.getByText('or an extension').waitFor();
  const step = await playground.stepNumber();
  await playground.reachStep(step + 2);
  await alert.getByRole('button', { name: 'Show it again' }).press('Enter');
  await alert.waitFor({ state: 'detached' });
  await playground.setNumber('Seed', 7);
  await differs.waitFor();
  await finish(/NotFoundError|removeChild/);
});

it('says where a section fails, trains on, and draws it again', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address, { colorScheme: 'dark' });
  const playground = await train(page);
  await page.evaluate(() => {
    const { prototype } = HTMLCanvasElement;
    const right = prototype.getContext;
    prototype.getContext = () => {
      throw new Error('no canvas today');
    };
    Object.assign(window, { mend: () => (prototype.getContext = right) });
  });
  const alert = page.getByRole('region', { name: 'Predictions' }).getByRole('alert');
  await alert.getByText('Predictions: this part could not be shown').waitFor();
  await alert.getByText('no canvas today').waitFor();
  const step = await playground.stepNumber();
  await playground.reachStep(step + 2);
  await screenshot(page, 'failed');
  expect(await findings(page)).toEqual([]);
  await page.evaluate('mend()');
  await alert.getByRole('button', { name: 'Show it again' }).click();
  await page.getByText(/right after step/).waitFor();
  expect(await alert.count()).toBe(0);
  await finish(/no canvas today/);
});
