import type { TuningMemory } from './memory';
import type { Found } from './tune';

/** Training keeps this much of the time while the tuner measures. */
const TRAINING_SHARE = 0.5;

/** Lets a tuner measure between the steps of a run until it is done, and keeps what it finds. */
export class TuningTurns {
  private found: Found = new Map();
  private spent = 0;
  private begun = false;
  private ended = false;
  private readonly began: number;

  /** @param now a clock in milliseconds. */
  constructor(
    private readonly tuning: AsyncGenerator<Found, Found>,
    private readonly memory: TuningMemory,
    private readonly now: () => number,
  ) {
    this.began = now();
  }

  /** Whether there is more to measure and training has had its share since the last turn. */
  isDue(): boolean {
    return !this.ended && this.spent <= (1 - TRAINING_SHARE) * (this.now() - this.began);
  }

  /** Whether something was measured, and more is to come. */
  get isUnderWay(): boolean {
    return this.begun && !this.ended;
  }

  /** One measurement. No step may be under way. */
  async take(): Promise<void> {
    const began = this.now();
    const { done, value } = await this.tuning.next();
    this.found = value;
    this.spent += this.now() - began;
    this.begun = true;
    if (done) await this.stop();
  }

  /** Measures no more, and keeps what was found. */
  async stop(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    await this.tuning.return(this.found);
    await this.memory.keep(this.found);
  }
}
