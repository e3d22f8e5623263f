/** The sign of the page: a 3×3 kernel with one cell grown. Also in public/favicon.svg. */
export function Mark() {
  const cells = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => ({ row, column })));
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden>
      {cells.map(({ row, column }) => (
        <rect
          key={`${row}${column}`}
          x={1 + column * 7}
          y={1 + row * 7}
          width="6"
          height="6"
          rx="1.5"
          fill="var(--accent)"
          opacity={opacities[row]?.[column]}
        />
      ))}
    </svg>
  );
}

const opacities = [
  [0.25, 0.5, 0.25],
  [0.5, 1, 0.5],
  [0.25, 0.5, 0.25],
] as const;
