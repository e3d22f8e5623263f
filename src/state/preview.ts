import { create } from 'zustand';
import type { FromWorker, PreviewPicture, PreviewRequest } from '../worker/messages';
import { onMessage, send } from './session';

export interface PreviewState {
  /** Training pictures as the network would see them; none until they were asked for. */
  readonly pictures: readonly PreviewPicture[];
  /** The epoch whose changes are shown, from 1. */
  readonly epoch: number;
  ask(request: PreviewRequest): void;
  /** Goes on to the changes of the next epoch. */
  another(): void;
}

export const usePreview = create<PreviewState>()((set) => ({
  pictures: [],
  epoch: 1,
  ask: (request) => send({ type: 'preview', request }),
  another: () => set(({ epoch }) => ({ epoch: epoch + 1 })),
}));

/** Takes in the pictures that were asked for. */
export function hearPreview(message: FromWorker): void {
  if (message.type === 'preview') usePreview.setState({ pictures: message.pictures });
}

onMessage(hearPreview);
