import { describe, expect, it } from 'vitest';
import { analyse, buildProbeGraph } from '../../../src/engine/graph/graph';
import { parseModel } from '../../../src/engine/graph/parse';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';

const pad = (channels?: number): LayerSpec => ({ type: 'padChannels', ...(channels === undefined ? {} : { channels }) });
const conv = (filters: number): LayerSpec => ({ type: 'conv2d', filters });

describe('padChannels', () => {
  it('gives as many channels as it is asked for, at no cost', () => {
    const [node] = buildProbeGraph(model([pad()])).nodes;
    expect(node).toMatchObject({ output: { channels: 32, height: 32, width: 32 }, parameterCount: 0, multiplyAdds: 0, receptiveField: { size: 1, jump: 1 } });
    expect(buildProbeGraph(model([pad(3)])).output.channels).toBe(3);
  });

  it('cannot shrink, and says from what', () => {
    expect(analyse(model([conv(16), pad(15)])).problem).toEqual({
      code: 'model.fewerChannels',
      params: { channels: 15, before: 16 },
      path: 'layers[1].channels',
    });
  });

  it('lets an identity of stride 2 go around layers that widen', () => {
    const shortcut: readonly LayerSpec[] = [{ type: 'maxPool2d', size: 1, stride: 2 }, pad(32)];
    const spec = model([conv(16), { type: 'residual', layers: [{ type: 'conv2d', filters: 32, stride: 2 }], shortcut }]);
    const { output, nodes } = buildProbeGraph(parseModel(JSON.parse(JSON.stringify(spec))));
    expect(output).toEqual({ channels: 32, height: 16, width: 16 });
    // Nothing of its pool is lost at the edge that is not left out between its windows.
    expect(nodes[1]?.inner['shortcut']?.[0]?.leftover).toBeUndefined();
  });
});
