import { describe, expect, it } from 'vitest';
import { jsonReport, plainReport, type Report } from '../../../src/cli/report';
import { buildGraph } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import type { Problem } from '../../../src/engine/problem';

const graph = buildGraph(presets.small);

function tell(report: Report): void {
  report.start('a card', graph);
  report.run(2);
  report.step({ step: 1, epoch: 1, loss: 2.5, accuracy: 0.125 });
  report.step({ step: 2, epoch: 1, loss: 2.25, accuracy: 0.25 });
  report.validation({ step: 2, epoch: 1, images: 50, loss: 2.0625, accuracy: 0.375 });
  report.eval({ images: 100, loss: 2.125, accuracy: 0.5, right: new Uint8Array(100) });
  report.end({ steps: 2, images: 64, seconds: 4 });
  report.saved({ file: 'a.safetensors', weights: 'mean', step: 2 });
}

describe('the report of a run', () => {
  it('keeps to one line and to what a terminal prints, whatever the files are called', () => {
    let text = '';
    plainReport((line) => (text += line)).start('a card', graph, [{ code: 'data.leftOut', params: { files: '“\x1b[2Ja\nb.txt”' } }]);
    expect(text.split('\n')[1]).toBe(String.raw`data: Left out: “\x1b[2Ja b.txt”.`);
  });

  it('is one JSON object a line with --json', () => {
    let text = '';
    tell(jsonReport((line) => (text += line)));
    const [start, ...rest] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    // ConvNetJS's network: 5×5×3×16 + 16, 5×5×16×20 + 20, 5×5×20×20 + 20, 320×10 + 10 parameters.
    expect(start).toMatchObject({ type: 'start', adapter: 'a card', parameters: 1216 + 8020 + 10_020 + 3210 });
    const multiplyAdds = 1024 * 75 * 16 + 256 * 400 * 20 + 64 * 500 * 20 + 3200;
    expect(start).toMatchObject({ multiplyAddsPerImage: multiplyAdds, flopsPerImage: 6 * multiplyAdds });
    expect(start?.['layers']).toContainEqual({ path: 'layers[3]', type: 'conv2d', output: [20, 16, 16], parameters: 8020 });
    expect(rest).toEqual([
      { type: 'step', step: 1, epoch: 1, loss: 2.5, accuracy: 0.125 },
      { type: 'step', step: 2, epoch: 1, loss: 2.25, accuracy: 0.25 },
      { type: 'validation', step: 2, epoch: 1, images: 50, loss: 2.0625, accuracy: 0.375 },
      { type: 'eval', images: 100, loss: 2.125, accuracy: 0.5 },
      { type: 'end', steps: 2, images: 64, seconds: 4, imagesPerSecond: 16 },
      { type: 'saved', file: 'a.safetensors', weights: 'mean', step: 2 },
    ]);
  });

  it('is lines for a person without a terminal', () => {
    let text = '';
    tell(plainReport((line) => (text += line)));
    expect(text).toContain('adapter: a card');
    expect(text).toContain('saved: the running mean of the weights, step 2, in a.safetensors');
    expect(text).toContain('22,466 parameters');
    expect(text).toContain('step 2 of 2 · epoch 1 · loss 2.2500 · accuracy 25.0 %');
    expect(text).toContain('validation at step 2: 50 pictures · loss 2.0625 · accuracy 37.5 %');
    expect(text).toContain('test: 100 pictures · loss 2.1250 · accuracy 50.0 %');
    expect(text).toContain('16 pictures/s');
  });

  it('says how the data was loaded before anything else of it, without repeating the file', () => {
    const remarks: readonly Problem[] = [
      { code: 'data.takenAs', params: { file: 'data_batch_2 (1).bin', official: 'data_batch_2.bin' }, path: 'data_batch_2 (1).bin' },
    ];
    const said = '“data_batch_2 (1).bin” was taken as data_batch_2.bin.';
    let text = '';
    plainReport((line) => (text += line)).start('a card', graph, remarks);
    expect(text).toContain(`\ndata: ${said}\n`);
    jsonReport((line) => (text = line)).start('a card', graph, remarks);
    expect(JSON.parse(text)).toMatchObject({ dataRemarks: [said] });
    jsonReport((line) => (text = line)).start('a card', graph);
    expect(JSON.parse(text)).toMatchObject({ dataRemarks: [] });
  });
});
