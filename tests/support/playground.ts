import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** How long a CPU adapter may take to get somewhere. */
const PATIENCE = 480_000;

/** One line of the curves' CSV file. */
export interface CurveRow {
  readonly split: 'train' | 'validation';
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

export function parseCurves(csv: string): readonly CurveRow[] {
  if (csv === '') return [];
  const [header, ...lines] = csv.trimEnd().split('\n');
  expect(header).toBe('split,step,epoch,seconds,loss,accuracy');
  return lines.map((line) => {
    const [split = '', step, , , loss, accuracy] = line.split(',');
    return { split: split as CurveRow['split'], step: Number(step), loss: Number(loss), accuracy: Number(accuracy) };
  });
}

/**
 * Presses the button that downloads the curves and gives what it saves; nothing while the button is off, before the first
 * point is drawn. For any driver, run in the page.
 */
export const CATCH_CSV = `new Promise((resolve) => {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Download CSV');
  if (button.disabled) return resolve('');
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    URL.createObjectURL = make;
    blob.text().then(resolve);
    return make.call(URL, blob);
  };
  button.click();
})`;

/** The page as a person uses it. */
export class Playground {
  readonly status: Locator;

  constructor(readonly page: Page) {
    this.status = page.getByRole('status', { name: 'Training progress' });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Waits until there is a GPU and data. */
  async ready(): Promise<void> {
    await this.page.getByText(/training · .* test pictures/).waitFor({ timeout: PATIENCE });
    await this.statusSays(/ready/);
  }

  async statusSays(words: RegExp): Promise<void> {
    await this.status.filter({ hasText: words }).waitFor({ timeout: PATIENCE });
  }

  async stepNumber(): Promise<number> {
    const digits = /step ([\d,]+) of/.exec((await this.status.textContent()) ?? '')?.[1];
    return digits === undefined ? 0 : Number(digits.replaceAll(',', ''));
  }

  async reachStep(step: number): Promise<void> {
    await expect.poll(() => this.stepNumber(), { timeout: PATIENCE, interval: 200 }).toBeGreaterThanOrEqual(step);
  }

  async start(): Promise<void> {
    await this.button('Start training').click();
  }

  async pause(): Promise<void> {
    await this.button('Pause').click();
    await this.statusSays(/paused/);
  }

  /** Unfolds a group of settings. */
  async unfold(group: string): Promise<void> {
    const summary = this.page.locator('summary').filter({ hasText: group });
    if (await summary.evaluate((element) => !(element.parentElement as HTMLDetailsElement).open)) await summary.click();
  }

  /** Trains a few steps of small batches, and pauses. @returns the step. */
  async trainAndPause(): Promise<number> {
    await this.setNumber('Batch size', 8);
    await this.start();
    await this.reachStep(2);
    await this.pause();
    return this.stepNumber();
  }

  /** Types into a number field. */
  async setNumber(label: string, value: number): Promise<void> {
    const field = this.page.getByRole('spinbutton', { name: label, exact: true });
    await field.fill(String(value));
    await field.press('Enter');
  }

  /** Chooses from a list by the keyboard: the option's name typed into the open list, which moves its focus a moment later. */
  async choose(label: string, option: string): Promise<void> {
    const list = this.page.getByRole('combobox', { name: label, exact: true });
    await list.focus();
    await list.press('Enter');
    await this.page.locator('[role=option]:focus').waitFor();
    await this.page.keyboard.type(option);
    await this.page.locator('[role=option]:focus').filter({ hasText: option }).waitFor();
    await this.page.keyboard.press('Enter');
    await expect.poll(() => list.textContent()).toBe(option);
  }

  async choosePreset(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Presets: / }).click();
    await this.page.getByRole('menuitemradio', { name: new RegExp(`^${name}`) }).click();
  }

  async giveFiles(files: Parameters<Locator['setInputFiles']>[0]): Promise<void> {
    await this.page.getByLabel('CIFAR-10 files').setInputFiles(files);
  }

  /** All points of the run, once the page has as many training steps as the status says. */
  async curves(): Promise<readonly CurveRow[]> {
    const steps = await this.stepNumber();
    let rows: readonly CurveRow[] = [];
    const trained = async () => {
      rows = parseCurves(await this.page.evaluate<string>(CATCH_CSV));
      return rows.filter(({ split }) => split === 'train').length;
    };
    await expect.poll(trained, { timeout: PATIENCE }).toBe(steps);
    return rows;
  }

  async losses(): Promise<readonly number[]> {
    return (await this.curves()).filter(({ split }) => split === 'train').map(({ loss }) => loss);
  }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
