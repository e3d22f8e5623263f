import { useEffect } from 'react';
import { create } from 'zustand';
import type { FromWorker, MapsReport, WhyReport, Wishes } from '../worker/messages';
import { onMessage, send } from './session';

export interface InsideState {
  /** What the layers make of the picture that was last asked for, at the last step that was looked at. */
  readonly maps: MapsReport | undefined;
  /** What speaks for a class on the picture, likewise. */
  readonly why: WhyReport | undefined;
}

export const useInside = create<InsideState>()(() => ({ maps: undefined, why: undefined }));

export function hearInside(message: FromWorker): void {
  switch (message.type) {
    case 'maps':
      return useInside.setState({ maps: message.report });
    case 'why':
      return useInside.setState({ why: message.report });
    case 'run':
      // Another network, or none.
      if (message.config || message.report.phase === 'idle') useInside.setState({ maps: undefined, why: undefined });
      break;
    default: // for other stores
  }
}

onMessage(hearInside);

let wishes: Wishes = { maps: undefined, kernels: undefined, health: undefined, why: undefined };

function wish(changes: Partial<Wishes>): void {
  wishes = { ...wishes, ...changes };
  send({ type: 'watch', wishes });
}

/** Has the worker tell of a part of the network for as long as `wished` is there and the page is not hidden. */
export function useWish<Name extends keyof Wishes>(name: Name, wished: Wishes[Name]): void {
  useEffect(() => {
    if (wished === undefined) return;
    const tell = () => wish({ [name]: document.hidden ? undefined : wished });
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => {
      document.removeEventListener('visibilitychange', tell);
      wish({ [name]: undefined });
    };
  }, [name, wished]);
}
