/** More cells than this are not compared one by one: both sides are shown as they are. */
const MOST_CELLS = 400_000;

/** One place of two sequences side by side: on both sides, or on one only. */
export interface Pair<T> {
  a: T | null;
  b: T | null;
}

/** Two sequences, aligned on their longest common subsequence. */
export function align<T>(a: T[], b: T[], same: (x: T, y: T) => boolean): Pair<T>[] {
  if (a.length * b.length > MOST_CELLS)
    return [...a.map((x) => ({ a: x, b: null })), ...b.map((y) => ({ a: null, b: y }))];
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => length[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i * width + j] = same(a[i] as T, b[j] as T)
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
  const out: Pair<T>[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const x = a[i];
    const y = b[j];
    if (x !== undefined && y !== undefined && same(x, y)) {
      out.push({ a: x, b: y });
      i++;
      j++;
    } else if (y === undefined || (x !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      out.push({ a: x ?? null, b: null });
      i++;
    } else {
      out.push({ a: null, b: y });
      j++;
    }
  }
  return out;
}
