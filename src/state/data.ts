import { create } from 'zustand';
import type { Problem } from '../engine/problem';
import type { DataSummary, FromWorker, LoadProgress } from '../worker/messages';
import { onMessage, send } from './session';

export interface DataState {
  /** Undefined until the worker has the first data. */
  readonly summary: DataSummary | undefined;
  /** There while files are read. */
  readonly progress: LoadProgress | undefined;
  /** Why the last load failed; the data before it stays. */
  readonly problem: Problem | undefined;
  /** The browser keeps a CIFAR-10, whether it is in use or not. */
  readonly kept: boolean;
  /** What the present run trains on. */
  readonly runData: DataSummary | undefined;
  loadFiles(files: readonly File[]): void;
  cancelLoad(): void;
  chooseShapes(): void;
  /** Goes back to the kept CIFAR-10. */
  chooseKept(): void;
  /** Removes the kept CIFAR-10 from the browser. */
  remove(): void;
  dismissProblem(): void;
}

export const useData = create<DataState>()((set) => ({
  summary: undefined,
  progress: undefined,
  problem: undefined,
  kept: false,
  runData: undefined,
  loadFiles(files) {
    filesGiven = true;
    set({ problem: undefined });
    send({ type: 'loadFiles', files: files.map((file) => ({ file, path: pathOf(file) })) });
  },
  cancelLoad: () => send({ type: 'cancelLoad' }),
  chooseShapes() {
    set({ problem: undefined });
    send({ type: 'useShapes' });
  },
  chooseKept() {
    set({ problem: undefined });
    send({ type: 'useKept' });
  },
  remove() {
    set({ problem: undefined, kept: false });
    send({ type: 'removeData' });
  },
  dismissProblem: () => set({ problem: undefined }),
}));

/** With its folders, where it came in one: from the chooser of folders, or dropped (react-dropzone's `path`). */
function pathOf(file: File & { readonly path?: string }): string {
  return (file.webkitRelativePath || file.path || file.name).replace(/^\.?\//, '');
}

let filesGiven = false;
let asked = false;

/**
 * Asks the browser not to clear what it keeps for this page when the disk fills up: once, and only in a visit in which
 * files were given, since some browsers put the question to the person. Pages may ask, workers may not.
 */
function askToKeep(): void {
  if (asked || !filesGiven) return;
  asked = true;
  // A refusal or a fault costs nothing now: the files are kept all the same, until the browser needs their room.
  const storage = navigator.storage as StorageManager | undefined;
  void storage?.persist().catch(() => undefined);
}

/** Takes in what the training session says of the data. */
export function hearData(message: FromWorker): void {
  switch (message.type) {
    case 'data':
      if (message.summary.kept) askToKeep();
      return useData.setState(({ kept }) => ({
        summary: message.summary,
        problem: undefined,
        kept: message.summary.source === 'cifar10' ? message.summary.kept : kept,
      }));
    case 'loadProgress':
      return useData.setState({ progress: message.progress });
    case 'dataProblem':
      return useData.setState(({ kept }) => ({
        problem: message.problem,
        progress: undefined,
        kept: (kept || message.problem.code === 'data.notRemoved') && message.problem.code !== 'data.nothingKept',
      }));
    case 'run':
      if (message.config) useData.setState(({ summary }) => ({ runData: summary }));
      else if (message.report.phase === 'idle') useData.setState({ runData: undefined });
      break;
    default: // for other stores
  }
}

onMessage(hearData);
