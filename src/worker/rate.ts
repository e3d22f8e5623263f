/** Training time over which a rate is averaged, in seconds. */
const WINDOW = 3;
/** Steps on their way are kept below this much work, in milliseconds, so that Pause is quick; one is always allowed. */
const IN_FLIGHT_MS = 100;
const MOST_IN_FLIGHT = 8;
/** More may be done, with their news still to come: so many at most, for each keeps its figures on the device. */
const MOST_UNTOLD = 64;

/** Measures how long steps take while they follow one another; pauses and validations are left out. */
export class RateMeter {
  /** The last steps: seconds since the step before, pictures. */
  private readonly recent: { readonly seconds: number; readonly pictures: number }[] = [];
  private mark: number | undefined;
  /** Seconds spent on steps, all in all. */
  private total = 0;

  /** @param newsMilliseconds from the end of a step to the news of it. */
  constructor(private readonly newsMilliseconds: number) {}

  /** Time counts from now on. @param now milliseconds */
  begin(now: number): void {
    this.mark = now;
  }

  /** A step is done. @param now milliseconds */
  add(now: number, pictures: number): void {
    const seconds = (now - (this.mark ?? now)) / 1000;
    this.mark = now;
    this.total += seconds;
    this.recent.push({ seconds, pictures });
    while (this.recent.length > 1 && this.windowSeconds() - (this.recent[0]?.seconds ?? 0) > WINDOW) this.recent.shift();
  }

  /** Time spent otherwise that still belongs to training (a validation). @param now milliseconds */
  spend(now: number): void {
    this.total += (now - (this.mark ?? now)) / 1000;
    this.mark = now;
  }

  get seconds(): number {
    return this.total;
  }

  /** 0 before it is known. */
  get picturesPerSecond(): number {
    const seconds = this.windowSeconds();
    return seconds > 0 ? this.recent.reduce((sum, step) => sum + step.pictures, 0) / seconds : 0;
  }

  /** Milliseconds from one step to the next; 0 before it is known. */
  get stepMilliseconds(): number {
    return this.recent.length > 0 ? (1000 * this.windowSeconds()) / this.recent.length : 0;
  }

  /**
   * How many steps may be on their way at a time; one before it is known how long they take. A step's work is what the device
   * did in the time that passed, and not the wait for the news of one: beside the steps that are work for a while there are
   * those that are done before that news is here, or the device would stand still until it came.
   */
  get depth(): number {
    if (this.recent.length === 0) return 1;
    const milliseconds = Math.max(this.stepMilliseconds, 1);
    const atWork = Math.min(Math.max(Math.floor(IN_FLIGHT_MS / milliseconds), 1), MOST_IN_FLIGHT);
    const untold = Math.min(Math.round(this.newsMilliseconds / milliseconds), MOST_UNTOLD);
    return atWork + untold;
  }

  private windowSeconds(): number {
    return this.recent.reduce((sum, step) => sum + step.seconds, 0);
  }
}
