import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../src/engine/graph/spec';
import type { VariantName } from '../../src/engine/kernels/types';
import { planProbe } from '../../src/engine/plan/plan';
import { drawCase, expectOracle, shape } from '../support/cases';
import { traitsPreferring, variants } from '../support/gpu';

/** A prime, so that the last row of workgroups is seldom full. */
const LIMIT = 7;

async function expectFolded(layers: readonly LayerSpec[], variant: VariantName): Promise<void> {
  const drawn = drawCase(layers, shape(20, 13, 12), 3);
  const traits = { ...(await traitsPreferring(variant)), parallelism: 1500, maxWorkgroupsPerDimension: LIMIT };
  for (const { kernel, workgroups } of planProbe(drawn.graph, drawn.batch, traits).dispatches) {
    expect(workgroups[1], `rows of workgroups of ${kernel}`).toBeGreaterThan(1);
  }
  await expectOracle(drawn, traits);
}

describe('dispatches folded into two dimensions make the same values', () => {
  it.each(variants)('in %s kernels', async (variant) => {
    await expectFolded([{ type: 'conv2d', filters: 34, kernel: 2, padding: 1 }], variant);
  });

  it('in those without variants', async () => {
    const relu = { type: 'relu' } as const;
    await expectFolded([relu, { type: 'maxPool2d' }, { type: 'avgPool2d', stride: 1, padding: 1 }, relu, { type: 'sigmoid' }], 'direct');
  });
});
