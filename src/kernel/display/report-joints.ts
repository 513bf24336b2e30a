import { jointNames, sides, type JointSummary, type Side, type Walk } from '../../shared/results';
import type { GaitBundle } from '../../shared/display';
import { limbOf } from '../study/walk-columns';
import { markup, type Markup } from './markup';
import { meanAndSpread } from '../../shared/numbers';
import { wideTable } from './wide-table';

/** Peaks and range of motion of every joint that was seen, each side apart. */
export function jointTable({ id, affectedSide }: Walk, { parameters }: GaitBundle): Markup | null {
  const joints = parameters.joint_angles_deg;
  const rows = jointNames.flatMap((joint) =>
    sides.flatMap((side) => {
      const summary = joints[joint]?.[side];
      return summary === undefined || summary.range_of_motion_deg.n === 0
        ? []
        : [rowOf(joint, side, limbOf(side, affectedSide), summary)];
    }),
  );
  if (rows.length === 0) return null;
  return wideTable(
    markup`Joint angles of ${id} over the kept cycles: mean ± SD in degrees, and when in the cycle. In grey the number of cycles.`,
    markup`<thead><tr><th scope="col">Joint</th><th scope="col" class="words">Side</th><th scope="col">Greatest (°)</th><th scope="col">at (% of cycle)</th><th scope="col">Least (°)</th><th scope="col">at (% of cycle)</th><th scope="col">Range of motion (°)</th></tr></thead>
<tbody>${rows}</tbody>`,
  );
}

function rowOf(joint: string, side: Side, limb: string, summary: JointSummary): Markup {
  const { range_of_motion_deg: range } = summary;
  return markup`<tr><th scope="row">${joint}</th><td class="words">${side}${limb !== '' && markup` <span class="quiet">${limb}</span>`}</td><td>${meanAndSpread(summary.maximum_deg, 1)}</td><td>${meanAndSpread(summary.maximum_at_percent, 0)}</td><td>${meanAndSpread(summary.minimum_deg, 1)}</td><td>${meanAndSpread(summary.minimum_at_percent, 0)}</td><td>${meanAndSpread(range, 1)} <span class="quiet">${range.n}</span></td></tr>`;
}
