import type { Found } from './tune';

/** Training keeps this much of the time while the tuner measures. */
const TRAINING_SHARE = 0.5;

/** Lets a tuner measure between the steps of a run, until it is done. */
export class TuningTurns {
  private spent = 0;
  private readonly began: number;

  /** @param now a clock in milliseconds. */
  constructor(
    private readonly tuning: AsyncGenerator<undefined, Found>,
    private readonly now: () => number,
  ) {
    this.began = now();
  }

  /** Whether training has had its share since the last turn. */
  isDue(): boolean {
    return this.spent <= (1 - TRAINING_SHARE) * (this.now() - this.began);
  }

  /** One measurement, while no step is under way. @returns what was found when this was the last. */
  async take(): Promise<Found | undefined> {
    const began = this.now();
    const { done, value } = await this.tuning.next();
    this.spent += this.now() - began;
    return done ? value : undefined;
  }

  /** Lets go of what a measurement under way holds on the device. */
  async stop(): Promise<void> {
    await this.tuning.return(new Map());
  }
}
