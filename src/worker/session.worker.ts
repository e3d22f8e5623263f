import { useBrowserDirectory } from '../data/opfs';
import { DataStore } from '../data/store';
import { DataRoom } from './dataRoom';
import type { FromWorker, ToWorker } from './messages';
import { messageOf } from './openGpu';
import { Session } from './session';

const send = (message: FromWorker) => self.postMessage(message);
const session = new Session(new DataRoom(new DataStore(useBrowserDirectory), send), send);

self.addEventListener('message', (event: MessageEvent<ToWorker>) => {
  session.hear(event.data).catch((error: unknown) => {
    send({ type: 'runProblem', problem: { code: 'training.workerFailed', params: { detail: messageOf(error) } } });
  });
});
