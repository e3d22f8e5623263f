import { create } from 'zustand';
import type { Problem } from '../engine/problem';
import type { FindingOf, FromWorker, Inquiry, InquiryKind, InquiryProgress } from '../worker/messages';
import { onMessage, send } from './session';

/** How it stands with a kind of inquiry. */
export interface Asked<Kind extends InquiryKind> {
  /** What is being found out. */
  readonly asked: Extract<Inquiry, { readonly kind: Kind }> | undefined;
  /** Undefined before the first turn of the work. */
  readonly progress: InquiryProgress | undefined;
  /** What was found last about the network there is. */
  readonly finding: FindingOf<Kind> | undefined;
  readonly problem: Problem | undefined;
}

export type InquiriesState = { readonly [Kind in InquiryKind]: Asked<Kind> };

const nothing = { asked: undefined, progress: undefined, finding: undefined, problem: undefined };

export const useInquiries = create<InquiriesState>()(() => ({ occlusion: nothing, exciting: nothing, ascent: nothing, embedding: nothing }));

function change<Kind extends InquiryKind>(kind: Kind, changes: Partial<Asked<Kind>>): void {
  useInquiries.setState(({ [kind]: before }) => ({ [kind]: { ...before, ...changes } }));
}

/** Takes the place of what was asked before of its kind. */
export function inquire(inquiry: Inquiry): void {
  change(inquiry.kind, { asked: inquiry, progress: undefined, problem: undefined });
  send({ type: 'inquire', inquiry });
}

export function cancelInquiry(kind: InquiryKind): void {
  change(kind, { asked: undefined, progress: undefined });
  send({ type: 'cancelInquiry', kind });
}

export function dismissInquiryProblem(kind: InquiryKind): void {
  change(kind, { problem: undefined });
}

export function hearInquiries(message: FromWorker): void {
  switch (message.type) {
    case 'inquiryProgress':
      return change(message.kind, message.progress ? { progress: message.progress } : { asked: undefined, progress: undefined });
    case 'finding':
      return useInquiries.setState(({ [message.finding.kind]: before }) => ({ [message.finding.kind]: { ...before, finding: message.finding } }));
    case 'inquiryProblem':
      return change(message.kind, { problem: message.problem });
    case 'run':
      // Another network, or none: what was found is of the one before.
      if (message.config || message.report.phase === 'idle')
        useInquiries.setState({ occlusion: nothing, exciting: nothing, ascent: nothing, embedding: nothing });
      break;
    default: // for other stores
  }
}

onMessage(hearInquiries);
