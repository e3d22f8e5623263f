/** Bytes that all snapshots of a run may take on the host. */
const BUDGET = 64 * 2 ** 20;
/** Enough for a slider: each lies a tenth or so of the way behind the one before. */
const MOST = 64;

/** The weights of some layers at a step, by their tensors' names. */
export interface Snapshot {
  readonly step: number;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

/**
 * Weights from the start of a run to now. When it is full, the one goes whose neighbours are nearest in ratio, so that steps
 * come to lie in a geometric row, however long the run gets: kernels change most at the beginning. The first and the last stay.
 */
export class Snapshots {
  private kept: Snapshot[] = [];

  constructor(private readonly budget = BUDGET) {}

  get all(): readonly Snapshot[] {
    return this.kept;
  }

  /** Takes the place of those from the same step or later: the weights went back there. */
  add(snapshot: Snapshot): void {
    this.kept = [...this.kept.filter(({ step }) => step < snapshot.step), snapshot];
    while (this.kept.length > this.room(snapshot)) this.kept.splice(this.leastTelling(), 1);
  }

  /** How many there is room for: the start and the present at least. */
  private room({ weights }: Snapshot): number {
    const bytes = [...weights.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
    return Math.max(2, Math.min(MOST, Math.floor(this.budget / bytes)));
  }

  private leastTelling(): number {
    const stepOf = (at: number) => this.kept[at]?.step ?? 0;
    const ratio = (at: number) => (stepOf(at + 1) + 1) / (stepOf(at - 1) + 1);
    let least = 1;
    for (let at = 2; at < this.kept.length - 1; at++) if (ratio(at) < ratio(least)) least = at;
    return least;
  }
}
