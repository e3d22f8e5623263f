import { describe, expect, it } from 'vitest';
import { kernelNamed, type KernelName } from '../../src/engine/kernels';
import { variantKey } from '../../src/engine/kernels/choice';
import type { VariantName } from '../../src/engine/kernels/types';
import { PipelineCache, shaderOf } from '../../src/engine/runtime/pipelines';
import { withFault } from '../support/faults';
import { variants } from '../support/gpu';
import { wrongOn } from '../support/networks/compare';
import { plansOf } from '../support/networks/coverage';
import { networksOfRun } from '../support/networks/share';

type Change = (code: string) => string;

/** Puts other text in place of some that must be there. */
function instead(pattern: RegExp, text: string): Change {
  return (code) => {
    if (!pattern.test(code)) throw new Error(`the shader has no ${pattern}: plant the fault elsewhere`);
    return code.replace(pattern, text);
  };
}

/** What tests of single layers did not find, and others of its kind. */
const faults: readonly (readonly [what: string, kernel: KernelName, variant: VariantName, change: Change])[] = [
  [
    'goes on to the next picture only where rows were skipped (a fault that there was)',
    ...(['conv2dWeightGrad', 'sliding'] as const),
    instead(/select\(1u, 1 \+ IN_H - \(bottom - top\), isLast\)/, 'select(1u, 1 + IN_H - (bottom - top), isLast && gap > 0)'),
  ],
  ['takes a whole tile for one picture', ...(['conv2d', 'tiled'] as const), instead(/let fetchPicture = fetched \//, 'let fetchPicture = firstOutput /')],
  [
    'leaves out the last row of a split',
    ...(['groupedConv2dWeightGrad', 'direct'] as const),
    instead(/min\(firstRow \+ ROWS, BATCH \* OUT_H\)/, 'min(firstRow + ROWS - u32(split + 1 < SPLITS), BATCH * OUT_H)'),
  ],
  [
    'leaves out the last group of channels where they fill no tile',
    ...(['conv2dInputGrad', 'quad'] as const),
    instead(/if \(groupTile \+ (\d+) < OUT_C4\)/g, 'if (groupTile + $1 < OUT_C4 - u32(OUT_C4 % GROUPS != 0))'),
  ],
];

describe('the networks that every run of the tests trains find a kernel that', () => {
  it.each(faults)('%s', async (_, kernel, variant, change) => {
    const label = variantKey(kernel, variant);
    expect(kernelNamed(kernel).variants.map(({ name }) => name)).toContain(variant);
    const found = await withFault(
      (compiled, code) => (compiled === label ? change(code) : code),
      async (device) => {
        const pipelines = new PipelineCache(device);
        for (const drawn of networksOfRun()) {
          const plan = plansOf(drawn)[variants.indexOf(variant)];
          // Where the text comes out the same, there is nothing to find.
          const touched = plan?.dispatches.filter(
            (dispatch) => variantKey(dispatch.kernel, dispatch.variant) === label && change(shaderOf(dispatch)) !== shaderOf(dispatch),
          );
          if (!touched?.length) continue;
          const wrong = await wrongOn(device, pipelines, drawn, variant, 'f32');
          if (wrong.length > 0) return wrong;
        }
        return [];
      },
    );
    expect(found.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^gradient of /));
  });
});
