import { listOf, pathOf, type LayerSpec, type Place } from '../engine/graph/spec';
import { layers as definitions } from '../engine/layers';

/** A layer in the form. Its id outlives edits and moves of it; so do those of the layers inside it. */
export interface Row {
  readonly id: number;
  readonly layer: LayerSpec;
  /** Rows of the layers inside it, by the names of their lists: the same as in `layer`. */
  readonly lists: Readonly<Record<string, readonly Row[]>>;
}

/** Rows for layers, with ids of their own. */
export function rowsOf(layers: readonly LayerSpec[], newId: () => number): readonly Row[] {
  return layers.map((layer) => ({ id: newId(), layer, lists: listsOf(layer, newId) }));
}

function listsOf(layer: LayerSpec, newId: () => number): Row['lists'] {
  const names = definitions[layer.type].lists ?? [];
  return Object.fromEntries(names.map((name) => [name, rowsOf(listOf(layer, name), newId)]));
}

export const layersOf = (rows: readonly Row[]): readonly LayerSpec[] => rows.map(({ layer }) => layer);

/** The list that a layer is in, and its index there. */
export function splitPlace(place: Place): { readonly list: Place; readonly index: number } {
  return { list: place.slice(0, -1), index: Number(place.at(-1)) };
}

/** The rows of a list. @throws RangeError where there is none. */
export function rowsAt(rows: readonly Row[], list: Place): readonly Row[] {
  const [index, name, ...rest] = list;
  if (index === undefined) return rows;
  const inside = rows[Number(index)]?.lists[String(name)];
  if (!inside) throw new RangeError(`no list at ${pathOf(list)}`);
  return rowsAt(inside, rest);
}

/** @throws RangeError where there is none. */
export function rowAt(rows: readonly Row[], place: Place): Row {
  const { list, index } = splitPlace(place);
  const row = rowsAt(rows, list)[index];
  if (!row) throw new RangeError(`no layer at ${pathOf(place)}`);
  return row;
}

/** The block that a list is in; none for the model's own. */
export function blockAround(rows: readonly Row[], list: Place): Row | undefined {
  return list.length === 0 ? undefined : rowAt(rows, list.slice(0, -1));
}

/** Where the row of an id stands. */
export function placeOf(rows: readonly Row[], id: number | undefined, list: Place = []): Place | undefined {
  for (const [index, row] of rows.entries()) {
    const place = [...list, index];
    if (row.id === id) return place;
    for (const [name, inside] of Object.entries(row.lists)) {
      const found = placeOf(inside, id, [...place, name]);
      if (found) return found;
    }
  }
  return undefined;
}

/** Whether the row of an id is this one or inside it. */
export function holds(row: Row, id: number | undefined): boolean {
  return placeOf([row], id) !== undefined;
}

/** Rows with one list changed in place; the blocks around it follow. @throws RangeError where there is no such list. */
export function editRows(rows: readonly Row[], list: Place, change: (rows: Row[]) => void): readonly Row[] {
  const [index, name, ...rest] = list;
  if (index === undefined) {
    const edited = [...rows];
    change(edited);
    return edited;
  }
  const block = rowAt(rows, [index]);
  const key = String(name);
  const inside = editRows(rowsAt(rows, [index, key]), rest, change);
  const layer = { ...block.layer, [key]: layersOf(inside) };
  return rows.with(Number(index), { ...block, layer, lists: { ...block.lists, [key]: inside } });
}
