import type { FromWorker } from '../messages';
import { problemOf } from '../openGpu';
import type { Run } from '../run';
import type { Standing } from '../watching';
import type { Workbench } from '../workbench';
import { climb } from './climbing';
import { embed } from './embedding';
import { findExciting } from './exciting';
import type { Finding, Inquiry, InquiryKind, Turn } from './inquiry';
import { occlude } from './occlusion';
import type { Tools } from './tools';

/** The work of an inquiry. It takes the network's weights in its first turn, so that those that follow are all of one step. */
function begin(tools: Tools, standing: Standing, inquiry: Inquiry): AsyncGenerator<Turn, Finding | undefined> {
  switch (inquiry.kind) {
    case 'occlusion':
      return occlude(tools, standing, inquiry);
    case 'exciting':
      return findExciting(tools, standing, inquiry);
    case 'ascent':
      return climb(tools, standing, inquiry);
    case 'embedding':
      return embed(tools, standing, inquiry);
  }
}

/** Whether an inquiry is still wanted: another of its kind, or a cancel, ends it after its present turn. */
interface Asked {
  isOver: boolean;
}

/** Finds out about the network in training what the page asks, one inquiry of each kind at a time, in turns with the steps of the run. */
export class Inquiries {
  private readonly asked = new Map<InquiryKind, Asked>();

  constructor(private readonly send: (message: FromWorker) => void) {}

  /** Tells the page how it goes, what is found, and when it is over; of one that is no longer wanted nothing. */
  async answer(
    inquiry: Inquiry,
    workbench: Pick<Workbench, 'device' | 'pipelines' | 'prover' | 'beginningTraits'>,
    run: Pick<Run, 'lendNetwork'>,
  ): Promise<void> {
    const { kind } = inquiry;
    this.cancel(kind);
    const asked: Asked = { isOver: false };
    this.asked.set(kind, asked);
    const say = (message: FromWorker) => {
      if (!asked.isOver) this.send(message);
    };
    let work: AsyncGenerator<Turn, Finding | undefined> | undefined;
    let isDone = false;
    const takeTurn = async (standing: Standing) => {
      if (asked.isOver) return;
      const { device, pipelines, prover } = workbench;
      work ??= begin({ device, pipelines, prover, traits: await workbench.beginningTraits('f32') }, standing, inquiry);
      const { done = false, value } = await work.next();
      isDone = done;
      if (value && 'progress' in value) say({ type: 'inquiryProgress', kind, progress: value.progress });
      const finding = value && 'progress' in value ? value.finding : value;
      if (finding) say({ type: 'finding', finding });
    };
    try {
      // A network that is gone ends it as well.
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may change while we wait
      while (!isDone && !asked.isOver && (await run.lendNetwork(takeTurn)));
    } catch (error) {
      say({ type: 'inquiryProblem', kind, problem: problemOf(error) });
    } finally {
      await work?.return(undefined);
      say({ type: 'inquiryProgress', kind });
    }
  }

  cancel(kind: InquiryKind): void {
    const asked = this.asked.get(kind);
    if (asked) asked.isOver = true;
  }
}
