/** A table as lines. @param words columns of words, from the left; the rest are figures, which stand to the right. */
export function aligned(table: readonly (readonly string[])[], words: number): string[] {
  const columns = Math.max(...table.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number) => {
    const width = widths[column] ?? 0;
    return column < words ? text.padEnd(width) : text.padStart(width);
  };
  return table.map((row) => row.map(cell).join('  ').trimEnd());
}

/** 0.463 as 46.3 %. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
