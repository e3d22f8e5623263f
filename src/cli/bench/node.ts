import { openConvnetjs } from '../../bench/convnetjs';
import { openKernelgarten, type OurFramework } from '../../bench/kernelgarten';
import { countCommands, measure, type Length, type Settled } from '../../bench/measure';
import { peerTask, type Task } from '../../bench/task';
import { adapterName } from '../../engine/runtime/adapters';
import { identify } from '../../engine/runtime/device';
import { lost } from '../device';
import type { Contender } from './contender';
import { versionOf } from './host';

/** Our engine on Dawn in this process. All rounds share a device, since an adapter gives one; pipelines are compiled anew. */
export function kernelgartenInNode(task: Task, length: Length, adapter: GPUAdapter, device: GPUDevice): Contender {
  const { software } = identify(adapter);
  const counts = countCommands();
  let known: Settled | undefined;
  return {
    name: 'kernelgarten',
    version: versionOf('kernelgarten'),
    adapter: adapterName(adapter),
    async measure() {
      let framework: OurFramework | undefined;
      const open = async () => (framework = await openKernelgarten(task, device, software));
      try {
        const measurement = await Promise.race([measure(open, { ...length, counts, known }), lost(device)]);
        known = measurement.settled;
        return measurement;
      } finally {
        framework?.close();
      }
    },
  };
}

export function convnetjsInNode(task: Task, length: Length): Contender {
  return {
    name: 'convnetjs',
    version: versionOf('convnetjs'),
    adapter: 'one CPU thread',
    measure: () => measure(() => Promise.resolve(openConvnetjs(peerTask(task))), length),
  };
}
