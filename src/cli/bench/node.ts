import { openConvnetjs } from '../../bench/convnetjs';
import { openKernelgarten } from '../../bench/kernelgarten';
import { countCommands, measure, type Length } from '../../bench/measure';
import { peerTask, type Task } from '../../bench/task';
import { adapterName } from '../../engine/runtime/adapters';
import { identify, requestDevice } from '../../engine/runtime/device';
import { lost } from '../device';
import type { Contender } from './contender';
import { versionOf } from './host';

/** Our engine on Dawn in this process. All rounds share a device, since an adapter gives one; pipelines are compiled anew. */
export async function kernelgartenInNode(task: Task, length: Length, adapter: GPUAdapter): Promise<Contender> {
  const { software } = identify(adapter);
  const device = await requestDevice(adapter);
  const counts = countCommands();
  return {
    name: 'kernelgarten',
    version: versionOf('kernelgarten'),
    adapter: adapterName(adapter),
    async measure() {
      let close = () => undefined as void;
      const open = async () => {
        const framework = await openKernelgarten(task, device, software);
        close = framework.close;
        return framework;
      };
      try {
        return await Promise.race([measure(open, length, counts), lost(device)]);
      } finally {
        close();
      }
    },
  };
}

export function convnetjsInNode(task: Task, length: Length): Contender {
  return {
    name: 'convnetjs',
    version: versionOf('convnetjs'),
    adapter: 'one CPU thread',
    measure: () => measure(async () => openConvnetjs(peerTask(task)), length),
  };
}
