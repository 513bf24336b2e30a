import { normativeParameters } from '../../../shared/norms';
import type { NormativeBand } from '../../../shared/results';

/** What tells an adult from a child; each as far as it is known, in metres and steps a minute. */
export interface Build {
  readonly heightM?: number | undefined;
  /** From hips to heels; NaN where there is no scale. */
  readonly legLengthM?: number | undefined;
  readonly cadence: number;
}

/** Below these and above this, a walker is taken for a child, whom norms of adults do not describe. */
const leastAdultM = 1.4;
const leastAdultLegM = 0.65;
const fastestAdultCadence = 150;

/** Why norms of adults do not describe this walker, or null where they may. */
function whyNoAdult({ heightM, legLengthM, cadence }: Build): string | null {
  if (heightM !== undefined && heightM < leastAdultM) return `height_m is ${heightM} m`;
  if (legLengthM !== undefined && legLengthM < leastAdultLegM) {
    return `the legs are ${legLengthM.toFixed(2)} m long from hips to heels`;
  }
  return cadence > fastestAdultCadence ? `the cadence is ${cadence.toFixed(0)} steps/min` : null;
}

/** Norms of what is stated of this walker, or why there are none. */
export function normsOf(
  stated: Readonly<Record<string, unknown>>,
  build: Build,
): { readonly normative: Record<string, NormativeBand>; readonly warnings: readonly string[] } {
  const why = whyNoAdult(build);
  if (why !== null) {
    const warning = `No norms are shown: they are of adults at a comfortable speed, and ${why}, as of a child.`;
    return { normative: {}, warnings: [warning] };
  }
  const ofStated = Object.entries(normativeParameters).filter(([name]) => {
    const value = stated[name.replace(/^total_/, '')];
    return value !== null && value !== undefined;
  });
  return { normative: Object.fromEntries(ofStated), warnings: [] };
}
