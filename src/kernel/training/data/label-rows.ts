import type { DatasetFrames } from './dataset';

/** Targets and weights of each frame in one row, as they lie in the file. */
export function toLabelRows(
  { targets, weights }: Pick<DatasetFrames, 'targets' | 'weights'>,
  groups: number,
): Float32Array {
  const rows = new Float32Array(targets.length + weights.length);
  for (let frame = 0; frame * groups < targets.length; frame++) {
    const from = frame * groups;
    rows.set(targets.subarray(from, from + groups), 2 * from);
    rows.set(weights.subarray(from, from + groups), 2 * from + groups);
  }
  return rows;
}

/** The way back of {@link toLabelRows}. */
export function fromLabelRows(
  rows: Float32Array,
  groups: number,
): Pick<DatasetFrames, 'targets' | 'weights'> {
  const targets = new Float32Array(rows.length / 2);
  const weights = new Float32Array(rows.length / 2);
  for (let from = 0; from < targets.length; from += groups) {
    targets.set(rows.subarray(2 * from, 2 * from + groups), from);
    weights.set(rows.subarray(2 * from + groups, 2 * from + 2 * groups), from);
  }
  return { targets, weights };
}
