import { create, useStore } from 'zustand';
import { temporal } from 'zundo';
import { analyse, type Analysis } from '../engine/graph/graph';
import { parseOption } from '../engine/graph/parse';
import { presets, type PresetName } from '../engine/graph/presets';
import type { LayerSpec, ModelSpec, OptionValue } from '../engine/graph/spec';
import { layerDefinition } from '../engine/layers';
import { updateOptions } from '../engine/optim/update';
import { fail, ProblemError, type Problem } from '../engine/problem';
import { insertionIndex, readModelFile, readModelText, withClassesAtEnd } from './networkEdits';
import { useSession } from './session';
import { useSettings } from './settings';
import { trainingNeeds, type TrainingNeeds } from './trainingMemory';

/** What undo goes back to. `ids` name the rows of the form, one a layer, and outlive edits and moves of a layer. */
interface Draft {
  readonly spec: ModelSpec;
  readonly ids: readonly number[];
  /** What the engine says of `spec`. */
  readonly analysis: Analysis;
  /** The field that the last edit came from: edits of one field, one behind the other, are one step of undo. */
  readonly edit: string | undefined;
}

/** Why a model was not taken, and whether it was the one kept in the browser or a file. */
export interface RefusedModel {
  readonly origin: 'kept' | 'file';
  readonly problem: Problem;
}

export interface NetworkState extends Draft {
  /** Row whose options are open. */
  readonly selected: number | undefined;
  readonly refused: RefusedModel | undefined;
  select(id: number | undefined): void;
  applyPreset(name: PresetName): void;
  /** Replaces the network by a checked model, as one step of undo. */
  replace(spec: ModelSpec): void;
  /** Opens a model file; one that cannot be read leaves the network as it is and says why in `refused`. */
  openFile(file: Blob): Promise<void>;
  dismissRefused(): void;
  /** Adds a layer with its defaults at `index`, or where such a layer makes sense, and selects it. */
  addLayer(index: number | undefined, type: string): void;
  removeLayer(index: number): void;
  duplicateLayer(index: number): void;
  moveLayer(from: number, to: number): void;
  /** @throws ProblemError when the value is not one that the option takes. */
  setOption(index: number, name: string, value: OptionValue): void;
  /** Makes the network end with one value a class. */
  endWithClasses(): void;
  /** The next edit of the same field is a step of undo of its own. */
  endEdit(): void;
  undo(): void;
  redo(): void;
}

const UNDO_STEPS = 200;
const KEY = 'kernelgarten.network';

type KeptText = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A store of its own, kept in `storage` where there is one. The page has one: {@link useNetwork}. */
export function createNetworkStore(storage: KeptText | undefined) {
  let lastId = 0;
  const newIds = (count: number) => Array.from({ length: count }, () => ++lastId);
  const draft = (spec: ModelSpec, ids: readonly number[], edit?: string): Draft => ({ spec, ids, analysis: analyse(spec), edit });
  const fresh = (spec: ModelSpec): Draft => draft(spec, newIds(spec.layers.length));
  const kept = restore(storage);

  const store = create<NetworkState>()(
    temporal(
      (set, get) => {
        /** Edits the layer list and its ids alike, with a pair of lists that may be changed in place. */
        const editLayers = (change: (layers: LayerSpec[], ids: number[]) => void, edit?: string) => {
          const layers = [...get().spec.layers];
          const ids = [...get().ids];
          change(layers, ids);
          set(draft({ ...get().spec, layers }, ids, edit));
        };
        const replace = (spec: ModelSpec) => set({ ...fresh(spec), selected: undefined, refused: undefined });
        return {
          ...fresh(kept.spec),
          selected: undefined,
          refused: kept.problem && { origin: 'kept', problem: kept.problem },
          select: (selected) => set({ selected }),
          replace,
          applyPreset: (name) => replace(presets[name]),
          async openFile(file) {
            try {
              replace(await readModelFile(file));
            } catch (error) {
              if (!(error instanceof ProblemError)) throw error;
              set({ refused: { origin: 'file', problem: error.problem } });
            }
          },
          dismissRefused: () => set({ refused: undefined }),
          addLayer(index, type) {
            const [id = 0] = newIds(1);
            const at = index ?? insertionIndex(get().spec, type);
            editLayers((layers, ids) => {
              layers.splice(at, 0, { type });
              ids.splice(at, 0, id);
            });
            set({ selected: id });
          },
          removeLayer: (index) =>
            editLayers((layers, ids) => {
              layers.splice(index, 1);
              ids.splice(index, 1);
            }),
          duplicateLayer(index) {
            const layer = layerAt(get().spec, index);
            editLayers((layers, ids) => {
              layers.splice(index + 1, 0, { ...layer });
              ids.splice(index + 1, 0, ...newIds(1));
            });
            set({ selected: get().ids[index + 1] });
          },
          moveLayer(from, to) {
            if (from === to || to < 0 || to >= get().spec.layers.length) return;
            editLayers((layers, ids) => {
              layers.splice(to, 0, ...layers.splice(from, 1));
              ids.splice(to, 0, ...ids.splice(from, 1));
            });
          },
          setOption(index, name, value) {
            const layer = layerAt(get().spec, index);
            if (layer[name] === value) return;
            const path = `layers[${index}].${name}`;
            const field = layerDefinition(layer.type)?.fields.find((candidate) => candidate.name === name);
            if (!field) fail('model.unknownOption', { option: name, type: layer.type, known: '' }, path);
            const checked = parseOption(field, value, path);
            editLayers((layers) => layers.splice(index, 1, { ...layer, [name]: checked }), `${get().ids[index]}.${name}`);
          },
          endWithClasses: () =>
            editLayers((layers, ids) => {
              layers.splice(0, layers.length, ...withClassesAtEnd(get().spec.layers, get().analysis));
              ids.push(...newIds(layers.length - ids.length));
            }),
          endEdit: () => set({ edit: undefined }),
          undo() {
            store.temporal.getState().undo();
            set({ edit: undefined });
          },
          redo() {
            store.temporal.getState().redo();
            set({ edit: undefined });
          },
        };
      },
      {
        limit: UNDO_STEPS,
        partialize: ({ spec, ids, analysis, edit }): Draft => ({ spec, ids, analysis, edit }),
        // True leaves the step out of the history: nothing changed, or the same field goes on being edited.
        equality: (past, current) => past.spec === current.spec || (current.edit !== undefined && past.edit === current.edit),
      },
    ),
  );
  store.subscribe((state, before) => {
    if (state.spec !== before.spec) keep(storage, state.spec);
  });
  return store;
}

/** The network in the form: the model being edited, what the engine says of it, and the edits, each of which can be undone. */
export const useNetwork = createNetworkStore(browserStorage());

/** What training the network in the form takes; undefined while it cannot work. */
export function useTrainingNeeds(): TrainingNeeds | undefined {
  const graph = useNetwork((state) => state.analysis.graph);
  const settings = useSettings((state) => state.values);
  const device = useSession((state) => state.device);
  const adapter = device?.status === 'ready' ? device.adapter : undefined;
  return graph && trainingNeeds(graph, settings.batchSize, adapter, settings.precision, updateOptions(settings));
}

/** Why the network in the form cannot be trained: it does not work, or is too large for the adapter. */
export function useTrainingBlock(): Problem | undefined {
  const problem = useNetwork((state) => state.analysis.problem);
  const needs = useTrainingNeeds();
  return problem ?? needs?.problem;
}

/** Steps of undo and redo that there are. */
export function useHistory(): { readonly undo: number; readonly redo: number } {
  const undo = useStore(useNetwork.temporal, (state) => state.pastStates.length);
  const redo = useStore(useNetwork.temporal, (state) => state.futureStates.length);
  return { undo, redo };
}

function layerAt(spec: ModelSpec, index: number): LayerSpec {
  const layer = spec.layers[index];
  if (!layer) throw new RangeError(`no layer ${index}`);
  return layer;
}

/** Storage that a browser may withhold altogether. */
function browserStorage(): KeptText | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

function restore(storage: KeptText | undefined): { readonly spec: ModelSpec; readonly problem?: Problem } {
  const text = storage?.getItem(KEY) ?? undefined;
  if (text === undefined) return { spec: presets.small };
  try {
    return { spec: readModelText(text) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { spec: presets.small, problem: error.problem };
  }
}

/** An empty list is no model, and is not kept; the next visit begins with a preset. */
function keep(storage: KeptText | undefined, spec: ModelSpec): void {
  try {
    if (spec.layers.length === 0) storage?.removeItem(KEY);
    else storage?.setItem(KEY, JSON.stringify(spec));
  } catch {
    // The browser's storage is full or closed: the network lives as long as the page.
  }
}

