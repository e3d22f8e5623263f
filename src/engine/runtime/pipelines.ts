import { kernelNamed } from '../kernels';
import { variantKey } from '../kernels/choice';
import { specialise } from '../kernels/expand';
import type { Kernel } from '../kernels/types';
import type { Dispatch } from '../plan/dispatch';
import { fail } from '../problem';
import { SHADER_STAGE_COMPUTE } from './flags';

export interface Compiled {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** The text a dispatch runs: its file behind its constants. */
export function shaderOf(dispatch: Pick<Dispatch, 'kernel' | 'variant' | 'constants'>): string {
  const variant = kernelNamed(dispatch.kernel).variants.find((candidate) => candidate.name === dispatch.variant);
  if (!variant) throw new Error(`${dispatch.kernel} has no variant ${dispatch.variant}`);
  return specialise(variant.source, dispatch.constants);
}

/** Compiles each specialised shader once for a device, in parallel. */
export class PipelineCache {
  private readonly compiled = new Map<string, Promise<Compiled>>();
  private readonly layouts = new Map<string, GPUBindGroupLayout>();

  constructor(private readonly device: GPUDevice) {}

  /** @throws ProblemError `training.shaderRefused` with the kernel, its variant and the compiler's words. */
  get(dispatch: Pick<Dispatch, 'kernel' | 'variant' | 'constants'>): Promise<Compiled> {
    const code = shaderOf(dispatch);
    let found = this.compiled.get(code);
    if (!found) {
      found = this.compile(dispatch, code);
      this.compiled.set(code, found);
      // A failed compilation is told to whoever asked, and tried anew next time.
      found.catch(() => this.compiled.delete(code));
    }
    return found;
  }

  private async compile({ kernel, variant }: Pick<Dispatch, 'kernel' | 'variant'>, code: string): Promise<Compiled> {
    const layout = this.layoutOf(kernelNamed(kernel));
    const label = variantKey(kernel, variant);
    const module = this.shaderModule(label, code);
    try {
      const pipeline = await this.device.createComputePipelineAsync({
        label,
        layout: this.device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: 'main' },
      });
      return { pipeline, layout };
    } catch (error) {
      fail('training.shaderRefused', { kernel, variant, detail: await complaintOf(module, error) });
    }
  }

  /** What is wrong with a shader is told when its pipeline is made, so the device need not report it as an error of its own. */
  private shaderModule(label: string, code: string): GPUShaderModule {
    this.device.pushErrorScope('validation');
    const module = this.device.createShaderModule({ label, code });
    void this.device.popErrorScope();
    return module;
  }

  /** Explicit, so that a binding which a specialised shader does not use may still be bound. */
  private layoutOf(kernel: Kernel): GPUBindGroupLayout {
    const key = kernel.bindings.join();
    let layout = this.layouts.get(key);
    if (!layout) {
      const types = { uniform: 'uniform', read: 'read-only-storage', write: 'storage' } as const;
      layout = this.device.createBindGroupLayout({
        entries: kernel.bindings.map((use, binding) => ({ binding, visibility: SHADER_STAGE_COMPUTE, buffer: { type: types[use] } })),
      });
      this.layouts.set(key, layout);
    }
    return layout;
  }
}

/** What the compiler says of a shader, with the place; the device's own words where the shader is not to blame. */
async function complaintOf(module: GPUShaderModule, error: unknown): Promise<string> {
  const { messages } = await module.getCompilationInfo();
  const first = messages.find((message) => message.type === 'error');
  if (first) return `${first.lineNum}:${first.linePos} ${first.message}`;
  return error instanceof Error ? error.message : String(error);
}
