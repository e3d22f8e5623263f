import { describe, expect, it } from 'vitest';
import { checkKernels } from '../../src/engine/check/check';
import { kernels } from '../../src/engine/kernels';
import { deviceTraits } from '../../src/engine/runtime/device';
import { PipelineCache } from '../../src/engine/runtime/pipelines';
import { withFault } from '../support/fault';
import { openDevice } from '../support/gpu';

/** On a CPU's adapter the three kernels of a convolution have one variant for a stride of 1 and one for others. */
const compared = (software: boolean) => kernels.length + (software ? 3 : 0);

describe('the check of the kernels', () => {
  it.each([true, false])('finds all of them right (adapter played by a CPU: %s)', async (software) => {
    const device = await openDevice();
    const { checked, failures } = await checkKernels(device, new PipelineCache(device), deviceTraits(device, software));
    expect(failures).toEqual([]);
    expect(checked).toBe(compared(software));
  });

  it('finds a variant wrong that is so at some sizes alone', async () => {
    // The first check of a convolution has a stride of 2, the second one of 1.
    const atStrideOne = (code: string) => (code.includes('const STRIDE = 1;') ? code.replaceAll('+= w', '-= w') : code);
    const result = await withFault({ label: 'conv2d/tiled', change: atStrideOne }, (device) => checkKernels(device, new PipelineCache(device), deviceTraits(device, false)));
    expect(result.failures).toMatchObject([{ kernel: 'conv2d', variant: 'tiled' }]);
  });

  it('leaves out a variant that is wrong, and compares the one that takes its place', async () => {
    const result = await withFault({ label: 'conv2d/quad', change: (code) => code.replaceAll('+= w', '-= w') }, (device) =>
      checkKernels(device, new PipelineCache(device), deviceTraits(device, true)),
    );
    expect(result.failures).toMatchObject([{ kernel: 'conv2d', variant: 'quad' }]);
    expect([...result.traits.choice.excluded]).toEqual(['conv2d/quad']);
    expect(result.checked).toBe(compared(true) + 1);
  });

  it('names a kernel that does not compile, with what the compiler says', async () => {
    const result = await withFault({ label: 'maxPool/direct', change: (code) => `${code}\nlet nonsense;` }, (device) =>
      checkKernels(device, new PipelineCache(device), deviceTraits(device, true)),
    );
    expect(result.failures).toMatchObject([{ kernel: 'maxPool', variant: 'direct' }]);
    expect(result.failures[0]?.detail).toMatch(/^\d+:\d+ /);
    // Its gradient cannot be compared without it, and serves nobody.
    expect(result.checked).toBe(compared(true) - 1);
  });

  it.each([
    ['add', 'select(vec4f(), value, load(activated', 'select(vec4f(1), value, load(activated'],
    ['reorder', 'place / POSITIONS', 'place / PADDED'],
  ])('blames %s for its own fault only', async (kernel, right, wrong) => {
    const result = await withFault({ label: `${kernel}/direct`, change: (code) => code.replace(right, wrong) }, (device) =>
      checkKernels(device, new PipelineCache(device), deviceTraits(device, true)),
    );
    expect(result.failures).toMatchObject([{ kernel, variant: 'direct' }]);
  });

  it('blames the optimiser for its own fault only', async () => {
    const result = await withFault({ label: 'sgd/direct', change: (code) => code.replace('step.learningRate *', '2.0 * step.learningRate *') }, (device) =>
      checkKernels(device, new PipelineCache(device), deviceTraits(device, true)),
    );
    expect(result.failures).toMatchObject([{ kernel: 'sgd', variant: 'direct' }]);
  });
});
