import type { Shape } from '../../../engine/shape';
import type { Unit } from '../../../engine/explain/types';

/** How the maps of a layer lie side by side, in CSS pixels. */
export interface Sheet {
  readonly shape: Shape;
  /** Pixels a value takes, either way. */
  readonly scale: number;
  readonly gap: number;
  /** Maps in a row of the sheet. */
  readonly columns: number;
  /** Maps shown: the first of the layer. */
  readonly count: number;
  readonly width: number;
  readonly height: number;
}

export interface Room {
  /** Pixels there are. */
  readonly width: number;
  /** All maps, as large as is good to look at; else those of one row, small, and of a vector those of four. */
  readonly isLarge: boolean;
}

const TILE = { small: 64, large: 128 };
const CELL = { least: 6, small: 12, large: 16 };
const STRIPS = 4;

/** Lays the maps of a layer out. Each value of a vector is a square of its own. */
export function sheetOf(shape: Shape, { width, isLarge }: Room): Sheet {
  const { channels } = shape;
  const isVector = shape.height === 1 && shape.width === 1;
  const size = isLarge ? 'large' : 'small';
  const gap = isVector ? 1 : 4;
  const fitting = Math.floor(width / Math.ceil(channels / STRIPS)) - gap;
  const scale = isVector
    ? Math.max(CELL.least, isLarge ? CELL.large : Math.min(CELL.small, fitting))
    : Math.max(1, Math.floor(Math.min(TILE[size], width) / Math.max(shape.height, shape.width)));
  const [across, down] = [shape.width * scale + gap, shape.height * scale + gap];
  const columns = Math.min(channels, Math.max(1, Math.floor((width + gap) / across)));
  const count = isLarge ? channels : Math.min(channels, columns * (isVector ? STRIPS : 1));
  return { shape, scale, gap, columns, count, width: columns * across - gap, height: Math.ceil(count / columns) * down - gap };
}

/** The left upper corner of a value. */
export function cornerOf({ shape, scale, gap, columns }: Sheet, { channel, row, column }: Unit): { readonly x: number; readonly y: number } {
  return {
    x: (channel % columns) * (shape.width * scale + gap) + column * scale,
    y: Math.floor(channel / columns) * (shape.height * scale + gap) + row * scale,
  };
}

/** The value at a point; undefined between the maps and beside them. */
export function unitUnder({ shape, scale, gap, columns, count }: Sheet, x: number, y: number): Unit | undefined {
  const [across, down] = [shape.width * scale + gap, shape.height * scale + gap];
  const [tileColumn, tileRow] = [Math.floor(x / across), Math.floor(y / down)];
  const [column, row] = [Math.floor((x - tileColumn * across) / scale), Math.floor((y - tileRow * down) / scale)];
  const channel = tileRow * columns + tileColumn;
  const isThere = x >= 0 && y >= 0 && tileColumn < columns && channel < count && row < shape.height && column < shape.width;
  return isThere ? { channel, row, column } : undefined;
}

const ARROWS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Where a key leads from a value: to its neighbour, over the edge of a map into the next one; with Page Up and Page Down to the same place in the map before or behind. */
export function unitBeside({ shape, columns, count }: Sheet, { channel, row, column }: Unit, key: string): Unit | undefined {
  if (key === 'PageUp' || key === 'PageDown') {
    const next = channel + (key === 'PageUp' ? -1 : 1);
    return next >= 0 && next < count ? { channel: next, row, column } : undefined;
  }
  const arrow = ARROWS[key];
  if (!arrow) return undefined;
  const y = Math.floor(channel / columns) * shape.height + row + arrow[0];
  const x = (channel % columns) * shape.width + column + arrow[1];
  const next = Math.floor(y / shape.height) * columns + Math.floor(x / shape.width);
  if (x < 0 || y < 0 || x >= columns * shape.width || next >= count) return undefined;
  return { channel: next, row: y % shape.height, column: x % shape.width };
}
