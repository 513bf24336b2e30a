import type { FootRun } from '../foot-runs';
import { frameIntervalS, resample } from '../../signal/smooth';

/** The series of a foot that say when it landed and left. */
export type FootSeries = Pick<
  FootRun,
  'timeS' | 'heel' | 'toe' | 'toeUp' | 'rawHeel' | 'rawHeelUp' | 'rawToeUp'
>;

/** Rate from which on a speed between two samples is as good as the speed itself. */
const fineHz = 120;

/**
 * A foot's series at no less than 120 a second, by cubics through its samples. A foot lands and leaves in less time than
 * lies between two frames of a video; speeds of whole frames would place both some milliseconds off, the more the fewer.
 */
export function finer(foot: FootSeries): FootSeries {
  const { timeS, heel, toe, toeUp, rawHeel, rawHeelUp, rawToeUp } = foot;
  const parts = Math.ceil(frameIntervalS(timeS) * fineHz - 0.01);
  if (!(parts > 1)) return foot;
  const last = timeS.length - 1;
  const fineS = Float64Array.from({ length: last * parts + 1 }, (_, k) => {
    const frame = Math.min(Math.floor(k / parts), last - 1);
    return timeS[frame]! + ((k - frame * parts) / parts) * (timeS[frame + 1]! - timeS[frame]!);
  });
  const fine = (values: Float64Array) => resample(timeS, values, fineS);
  return {
    timeS: fineS,
    heel: fine(heel),
    toe: fine(toe),
    toeUp: fine(toeUp),
    rawHeel: fine(rawHeel),
    rawHeelUp: fine(rawHeelUp),
    rawToeUp: fine(rawToeUp),
  };
}
