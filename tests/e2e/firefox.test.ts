import { expect, it } from 'vitest';
import { launchFirefox } from '../../scripts/browsers.mjs';
import { findFirefox } from '../../scripts/environment.mjs';
import { launchChromium, openPage } from '../support/browser';
import { CATCH_CSV, parseCurves, Playground } from '../support/playground';
import { serveSite } from '../support/site';

const STEPS = 10;
const PATIENCE = 480_000;

async function inChromium(address: string): Promise<readonly number[]> {
  const browser = await launchChromium();
  try {
    const { page, finish } = await openPage(browser, address);
    const playground = new Playground(page);
    await playground.ready();
    for (let step = 1; step <= STEPS; step++) {
      await playground.button('Step').click();
      await playground.reachStep(step);
    }
    const losses = await playground.losses();
    await finish();
    return losses;
  } finally {
    await browser.close();
  }
}

/** Code for the page, which knows no names of ours: the one button of that name, and the words of the status. */
const press = (name: string) => `[...document.querySelectorAll('button')].find((button) => button.textContent === '${name}').click()`;
const statusHas = (words: string) => `document.querySelector('[role=status]')?.textContent.includes('${words}')`;

async function inFirefox(address: string): Promise<readonly number[]> {
  const browser = await launchFirefox();
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(address);
    await page.waitForFunction(`[...document.querySelectorAll('button')].some((button) => button.textContent === 'Step' && !button.disabled)`, {
      timeout: PATIENCE,
    });
    for (let step = 1; step <= STEPS; step++) {
      await page.evaluate(press('Step'));
      await page.waitForFunction(statusHas(`step ${step} of`), { timeout: PATIENCE });
    }
    const drawn = `document.querySelectorAll('[data-testid=loss-chart] path.recharts-line-curve').length > 0`;
    await page.waitForFunction(drawn, { timeout: PATIENCE });
    const csv = String(await page.evaluate(CATCH_CSV));
    return parseCurves(csv)
      .filter(({ split }) => split === 'train')
      .map(({ loss }) => loss);
  } finally {
    await browser.close();
  }
}

it.skipIf(findFirefox() === undefined)('Firefox trains the same network from the same seed to the same losses', async () => {
  const site = await serveSite();
  try {
    const expected = await inChromium(site.address);
    const found = await inFirefox(site.address);
    expect(found).toHaveLength(STEPS);
    for (const [step, loss] of found.entries()) expect(Math.abs(loss - (expected[step] ?? NaN)), `step ${step + 1}`).toBeLessThan(1e-4);
  } finally {
    await site.close();
  }
});
