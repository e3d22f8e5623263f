import { browserDirectory } from '../data/opfs';
import { DataStore } from '../data/store';
import { DataRoom } from './dataRoom';
import type { FromWorker, ToWorker } from './messages';
import { messageOf } from './openGpu';
import { Session } from './session';
import { directoryStore } from './tuningStore';

const send = (message: FromWorker) => self.postMessage(message);
const data = new DataRoom(new DataStore(browserDirectory('cifar-10')), send);
const session = new Session(data, directoryStore(browserDirectory('tuning')), send);

self.addEventListener('message', (event: MessageEvent<ToWorker>) => {
  session.hear(event.data).catch((error: unknown) => {
    send({ type: 'runProblem', problem: { code: 'training.workerFailed', params: { detail: messageOf(error) } } });
  });
});
