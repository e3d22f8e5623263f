import { speltOut } from '../engine/graph/parse';
import type { LayerSpec, ModelSpec } from '../engine/graph/spec';
import type { DataSummary, RunConfig, TrainingSettings } from '../worker/messages';
import { isShown, settingNames, type SettingName } from './settings';

/** One way in which the form is no longer what the present run was started with. */
export type Difference =
  | {
      readonly kind: 'setting';
      readonly name: SettingName;
      readonly run: TrainingSettings[SettingName];
      readonly form: TrainingSettings[SettingName];
    }
  /** Another number of layers. */
  | { readonly kind: 'layerCount'; readonly run: number; readonly form: number }
  /** So many layers of the same list are other ones, or have other options; the first of them by its place. */
  | { readonly kind: 'layers'; readonly changed: number; readonly first: number }
  | { readonly kind: 'data' };

function sameLayer(a: LayerSpec, b: LayerSpec): boolean {
  return JSON.stringify(speltOut(a)) === JSON.stringify(speltOut(b));
}

function networkDifference(run: ModelSpec, form: ModelSpec): readonly Difference[] {
  if (run.layers.length !== form.layers.length) {
    return [{ kind: 'layerCount', run: run.layers.length, form: form.layers.length }];
  }
  const changed = form.layers.flatMap((layer, index) => {
    const before = run.layers[index];
    return before && sameLayer(before, layer) ? [] : [index];
  });
  const [first] = changed;
  return first === undefined ? [] : [{ kind: 'layers', changed: changed.length, first }];
}

/** What a restart would change. A live setting is a difference where the run was not handed it: it was filled in with others, or the run is over. */
export function differences(
  run: RunConfig,
  form: { readonly model: ModelSpec; readonly training: TrainingSettings },
  data: { readonly run: DataSummary | undefined; readonly form: DataSummary | undefined },
): readonly Difference[] {
  const settings = settingNames
    .filter((name) => isShown(name, form.training) && run.training[name] !== form.training[name])
    .map((name): Difference => ({ kind: 'setting', name, run: run.training[name], form: form.training[name] }));
  const otherData: readonly Difference[] = data.run !== data.form ? [{ kind: 'data' }] : [];
  return [...networkDifference(run.model, form.model), ...settings, ...otherData];
}
