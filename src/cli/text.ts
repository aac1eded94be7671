/** Seconds as people say them: `0.4 s`, `6 s`, `42 s`, `14 min`, `1 h 5 min`. */
export function durationText(seconds: number): string {
  if (seconds < 10) return `${Number.isInteger(seconds) ? seconds : seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Whole US dollars with thousands separated. */
export function moneyText(dollars: number): string {
  return `$${Math.round(dollars).toLocaleString("en-US")}`;
}

/** Rows in columns, each as wide as its widest cell, two spaces apart. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widthOf = (index: number): number => Math.max(0, ...rows.map((row) => row[index]?.length ?? 0));
  const widths = Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, index) => widthOf(index));
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** `1 created · 2 updated`; `no changes` when all are zero. */
export function countsText(
  counts: { readonly added: number; readonly changed: number; readonly destroyed: number },
  done: boolean,
): string {
  const words = done
    ? (["created", "updated", "deleted"] as const)
    : (["to create", "to update", "to delete"] as const);
  const parts = [counts.added, counts.changed, counts.destroyed].flatMap((count, index) =>
    count > 0 ? [`${count} ${words[index]}`] : [],
  );
  return parts.length > 0 ? parts.join(" · ") : "no changes";
}
