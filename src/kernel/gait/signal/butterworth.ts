/** Effective order of a zero-phase filter: the sum of its two passes. */
export type EffectiveOrder = 2 | 4 | 8;

/** One section of a filter, normalised so that a0 is 1; every section passes a constant unchanged. */
interface Section {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/**
 * Sections of one pass of a low-pass Butterworth filter, by the bilinear transform.
 *
 * Two passes double the attenuation, so the −3 dB point of one pass is moved up by (√2 − 1)^(−1/2n),
 * that both together have it at `cutoffHz` (Winter 2009; Robertson and Dowling 2003). The correction is made
 * after prewarping, where it is exact.
 */
function sectionsOfOnePass(cutoffHz: number, order: EffectiveOrder, rateHz: number): Section[] {
  const passOrder = order / 2;
  const warped = Math.tan((Math.PI * cutoffHz) / rateHz) / (Math.SQRT2 - 1) ** (1 / (2 * passOrder));
  if (passOrder === 1) {
    const b = warped / (1 + warped);
    return [{ b0: b, b1: b, b2: 0, a1: (warped - 1) / (warped + 1), a2: 0 }];
  }
  return Array.from({ length: passOrder / 2 }, (_, k) => {
    const damping = 2 * Math.sin((Math.PI * (2 * k + 1)) / (2 * passOrder));
    const norm = 1 / (1 + damping * warped + warped ** 2);
    const b0 = warped ** 2 * norm;
    return {
      b0,
      b1: 2 * b0,
      b2: b0,
      a1: 2 * (warped ** 2 - 1) * norm,
      a2: (1 - damping * warped + warped ** 2) * norm,
    };
  });
}

/** Runs one section over `signal` in place, started in the steady state of its first value. */
function runSection(signal: Float64Array, { b0, b1, b2, a1, a2 }: Section): void {
  const first = signal[0] ?? 0;
  let state2 = (b2 - a2) * first;
  let state1 = (b1 - a1) * first + state2;
  for (const [k, input] of signal.entries()) {
    const output = b0 * input + state1;
    state1 = b1 * input - a1 * output + state2;
    state2 = b2 * input - a2 * output;
    signal[k] = output;
  }
}

/**
 * Zero-phase low-pass Butterworth filter of evenly sampled values without gaps.
 * The ends are extended by odd reflection, so that neither level nor slope breaks there.
 *
 * @param cutoffHz effective −3 dB point, after both passes
 * @param order effective order, after both passes
 * @returns a new array; an unfiltered copy where the cut-off is at or beyond what the rate can carry (0.49 of it)
 */
export function zeroPhaseLowPass(
  values: Float64Array,
  rateHz: number,
  cutoffHz: number,
  order: EffectiveOrder,
): Float64Array {
  const n = values.length;
  if (n < 4 || cutoffHz >= 0.49 * rateHz) return values.slice();
  const pad = Math.min(n - 1, Math.ceil((3 * rateHz) / cutoffHz));
  const padded = new Float64Array(n + 2 * pad);
  padded.set(values, pad);
  for (let k = 1; k <= pad; k++) {
    padded[pad - k] = 2 * values[0]! - values[k]!;
    padded[pad + n - 1 + k] = 2 * values[n - 1]! - values[n - 1 - k]!;
  }
  const sections = sectionsOfOnePass(cutoffHz, order, rateHz);
  for (const section of sections) runSection(padded, section);
  padded.reverse();
  for (const section of sections) runSection(padded, section);
  padded.reverse();
  return padded.slice(pad, pad + n);
}
