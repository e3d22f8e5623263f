/** Work that needs the device for itself and waits for its turn between the steps of a run. */
export class Guests {
  private readonly waiting: (() => Promise<void>)[] = [];

  get areWaiting(): boolean {
    return this.waiting.length > 0;
  }

  /** Resolves, or fails, as the work does once its turn has come. */
  invite(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push(() => work().then(resolve, reject));
    });
  }

  /** Lets all that wait do their work, one after another. Call while no step is on its way. */
  async receive(): Promise<void> {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) await next();
  }
}
