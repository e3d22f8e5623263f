import type { ModelSpec } from '../engine/graph/spec';
import { listAdapters } from '../engine/runtime/adapters';
import { identify, requestDevice } from '../engine/runtime/device';
import { countCommands, measure, type Framework, type Length, type Measurement, type Settled } from './measure';
import { makeTask, peerTask, type Task } from './task';

export type PageFramework = 'kernelgarten' | 'tfjs' | 'jaxjs';

/** What a page is asked to measure; it is good for one measurement. */
export interface PageJob {
  readonly framework: PageFramework;
  readonly model: ModelSpec;
  readonly batch: number;
  readonly length: Length;
  /** What an earlier round found out. */
  readonly known?: Settled | undefined;
  /** What brings the adapter that all frameworks are to use. */
  readonly request: GPURequestAdapterOptions;
}

export interface PageAdapter {
  readonly name: string;
  readonly request: GPURequestAdapterOptions;
}

/** What `npm run bench` calls in the page. */
export interface BenchPage {
  adapters(): Promise<readonly PageAdapter[]>;
  measure(job: PageJob): Promise<Measurement>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

window.bench = {
  adapters: async () => {
    const gpu = (navigator as Partial<Navigator>).gpu;
    return gpu ? (await listAdapters(gpu)).map(({ name, request }) => ({ name, request })) : [];
  },
  async measure({ framework, model, batch, length, known, request }) {
    pinAdapter(request);
    const task = makeTask(model, batch);
    const open = await loaders[framework]();
    return measure(() => open(task), { ...length, counts: countCommands(), known });
  },
};

/** Each framework is fetched before the clock starts. */
const loaders: Record<PageFramework, () => Promise<(task: Task) => Promise<Framework>>> = {
  async kernelgarten() {
    const { openKernelgarten } = await import('./kernelgarten');
    return async (task) => {
      const adapter = await navigator.gpu.requestAdapter();
      if (!adapter) throw new Error('the adapter is gone');
      return openKernelgarten(task, await requestDevice(adapter), identify(adapter).software);
    };
  },
  async tfjs() {
    const { openTfjs } = await import('./tfjs');
    return (task) => openTfjs(peerTask(task));
  },
  async jaxjs() {
    const { openJaxjs } = await import('./jaxjs');
    return (task) => openJaxjs(peerTask(task));
  },
};

/** Peers ask for an adapter of their own liking: whatever is asked for in this page, this is what comes. */
function pinAdapter(request: GPURequestAdapterOptions): void {
  const { requestAdapter } = GPU.prototype;
  GPU.prototype.requestAdapter = function () {
    return requestAdapter.call(this, request);
  };
}
