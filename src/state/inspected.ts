import { create } from 'zustand';
import type { FromWorker } from '../worker/messages';
import { onMessage, send } from './session';

/** Where a picture is from. */
export type Origin =
  | { readonly kind: 'test'; readonly index: number; readonly label: number; /** Names of the classes of its data. */ readonly classNames: readonly string[] }
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'drawn' }
  | { readonly kind: 'camera' };

/** The picture that is looked at: the same object for as long as it is the same picture. */
export interface InspectedPicture {
  /** NCHW bytes, 3 × 32 × 32. */
  readonly pixels: Uint8Array;
  readonly origin: Origin;
}

export interface InspectedState {
  /** The first test picture to begin with; undefined until there are data. */
  readonly picture: InspectedPicture | undefined;
  /** Pictures in the test set. */
  readonly testCount: number;
  /** Has a test picture shown, by its place in the test set. */
  showTest(index: number): void;
  show(pixels: Uint8Array, origin: Exclude<Origin, { kind: 'test' }>): void;
}

/** The test picture that was asked for last: answers to what was asked before come too late, as they do once another picture is shown. */
let asked: number | undefined;

export const useInspected = create<InspectedState>()((set) => ({
  picture: undefined,
  testCount: 0,
  showTest: (index) => {
    asked = index;
    send({ type: 'showTestPicture', index });
  },
  show: (pixels, origin) => {
    asked = undefined;
    set({ picture: { pixels, origin } });
  },
}));

let classNames: readonly string[] = [];

export function hearInspected(message: FromWorker): void {
  switch (message.type) {
    case 'data': {
      const { testCount } = message.summary;
      classNames = message.summary.classNames;
      useInspected.setState({ testCount });
      const { picture, showTest } = useInspected.getState();
      // A picture of other data gives way to the one in its place.
      if (!picture || picture.origin.kind === 'test') showTest(Math.min(asked ?? 0, testCount - 1));
      return;
    }
    case 'testPicture':
      {
        const { index, label, pixels } = message.picture;
        if (index === asked) useInspected.setState({ picture: { pixels, origin: { kind: 'test', index, label, classNames } } });
      }
      break;
    default: // for other stores
  }
}

onMessage(hearInspected);
