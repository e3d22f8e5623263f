import { create } from 'zustand';
import { temporal } from 'zundo';
import { analyse, type Analysis } from '../engine/graph/graph';
import { parseOption, type ModelFile } from '../engine/graph/parse';
import { presets } from '../engine/graph/presets';
import { pathOf, type ModelSpec, type Place } from '../engine/graph/spec';
import type { OptionValue } from '../engine/layers/types';
import { layers, type LayerType } from '../engine/layers';
import { updateOptions } from '../engine/optim/update';
import { fail, ProblemError, type Problem } from '../engine/problem';
import { keptForm } from './keptForm';
import { insertionIndex, readModel, readModelFile, withClassesAtEnd } from './networkEdits';
import { blockAround, editRows, holds, layersOf, rowAt, rowsAt, rowsOf, splitPlace, type Row } from './rows';
import { useSession } from './session';
import { useSettings } from './settings';
import { trainingNeeds, type TrainingNeeds } from './trainingMemory';

/** What undo goes back to. */
interface Draft {
  readonly spec: ModelSpec;
  /** The layers of `spec`, as rows of the form. */
  readonly rows: readonly Row[];
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
  /** Replaces the network by a checked model, as one step of undo. */
  replace(spec: ModelSpec): void;
  /**
   * Opens a model file; one that cannot be read leaves the network as it is and says why in `refused`.
   * @param take what becomes of one that can.
   */
  openFile(file: Blob, take: (read: ModelFile) => void): Promise<void>;
  dismissRefused(): void;
  /** Adds a layer with its defaults at a place, or where such a layer makes sense, and selects it. */
  addLayer(place: Place | undefined, type: LayerType): void;
  removeLayer(place: Place): void;
  duplicateLayer(place: Place): void;
  /** Moves a layer to another index of the list that it is in. */
  moveLayer(place: Place, to: number): void;
  /** @throws ProblemError when the value is not one that the option takes. */
  setOption(place: Place, name: string, value: OptionValue): void;
  /** Makes the network end with one value a class. */
  endWithClasses(): void;
  /** The next edit of the same field is a step of undo of its own. */
  endEdit(): void;
  undo(): void;
  redo(): void;
}

const UNDO_STEPS = 200;

/** A store of its own that begins with a network kept by an earlier visit, if any, as it stands there. The page has one: {@link useNetwork}. */
export function createNetworkStore(keptModel?: unknown) {
  let lastId = 0;
  const newId = () => ++lastId;
  const draft = (spec: ModelSpec, rows: readonly Row[], edit?: string): Draft => ({ spec, rows, analysis: analyse(spec), edit });
  const fresh = (spec: ModelSpec): Draft => draft(spec, rowsOf(spec.layers, newId));
  const kept = restore(keptModel);

  const store = create<NetworkState>()(
    temporal(
      (set, get) => {
        /** Edits one list of layers, whose rows may be changed in place. */
        const editList = (list: Place, change: (rows: Row[]) => void, edit?: string) => {
          const rows = editRows(get().rows, list, change);
          set(draft({ ...get().spec, layers: layersOf(rows) }, rows, edit));
        };
        const replace = (spec: ModelSpec) => set({ ...fresh(spec), selected: undefined, refused: undefined });
        return {
          ...fresh(kept.spec),
          selected: undefined,
          refused: kept.problem && { origin: 'kept', problem: kept.problem },
          select: (selected) => set({ selected }),
          replace,
          async openFile(file, take) {
            try {
              take(await readModelFile(file));
            } catch (error) {
              if (!(error instanceof ProblemError)) throw error;
              set({ refused: { origin: 'file', problem: error.problem } });
            }
          },
          dismissRefused: () => set({ refused: undefined }),
          addLayer(place, type) {
            const { list, index } = splitPlace(place ?? [insertionIndex(get().spec, type)]);
            const added = rowsOf([{ type }], newId);
            editList(list, (rows) => rows.splice(index, 0, ...added));
            set({ selected: added[0]?.id });
          },
          removeLayer(place) {
            const { list, index } = splitPlace(place);
            const { rows, selected } = get();
            const isSelected = holds(rowAt(rows, place), selected);
            editList(list, (rows) => rows.splice(index, 1));
            // A block shows what is inside while that is selected: it stays open.
            if (isSelected) set({ selected: blockAround(rows, list)?.id });
          },
          duplicateLayer(place) {
            const { list, index } = splitPlace(place);
            const copies = rowsOf([rowAt(get().rows, place).layer], newId);
            editList(list, (rows) => rows.splice(index + 1, 0, ...copies));
            set({ selected: copies[0]?.id });
          },
          moveLayer(place, to) {
            const { list, index } = splitPlace(place);
            if (index === to || to < 0 || to >= rowsAt(get().rows, list).length) return;
            editList(list, (rows) => rows.splice(to, 0, ...rows.splice(index, 1)));
          },
          setOption(place, name, value) {
            const row = rowAt(get().rows, place);
            const { id, layer } = row;
            if (layer[name] === value) return;
            const path = `${pathOf(place)}.${name}`;
            const field = layers[layer.type].fields.find((candidate) => candidate.name === name);
            if (!field) fail('model.unknownOption', { option: name, type: layer.type, known: '' }, path);
            const edited = { ...row, layer: { ...layer, [name]: parseOption(field, value, path) } };
            const { list, index } = splitPlace(place);
            editList(list, (rows) => rows.splice(index, 1, edited), `${id}.${name}`);
          },
          endWithClasses() {
            const layers = withClassesAtEnd(get().spec.layers, get().analysis);
            editList([], (rows) => {
              for (const [index, row] of rows.entries()) rows[index] = { ...row, layer: layers[index] ?? row.layer };
              rows.push(...rowsOf(layers.slice(rows.length), newId));
            });
          },
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
        partialize: ({ spec, rows, analysis, edit }): Draft => ({ spec, rows, analysis, edit }),
        // True leaves the step out of the history: nothing changed, or the same field goes on being edited.
        equality: (past, current) => past.spec === current.spec || (current.edit !== undefined && past.edit === current.edit),
      },
    ),
  );
  return store;
}

/** The network in the form: the model being edited, what the engine says of it, and the edits, each of which can be undone. */
export const useNetwork = createNetworkStore(keptForm().network);

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

/** A network as the browser keeps it; the first preset where it keeps none. @throws ProblemError for one that cannot be read. */
export function keptNetwork(kept: unknown): ModelSpec {
  return kept === undefined ? presets.small : readModel(kept).model;
}

function restore(kept: unknown): { readonly spec: ModelSpec; readonly problem?: Problem } {
  try {
    return { spec: keptNetwork(kept) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { spec: presets.small, problem: error.problem };
  }
}
