const z = 1.959963984540054;

/**
 * 97.5 % quantile of Student's t, for two-sided 95 % intervals: exact for one and two degrees of freedom, else by the
 * expansion of Abramowitz and Stegun 26.7.5, which is right to 0.1 %.
 */
export function studentT975(degreesOfFreedom: number): number {
  if (degreesOfFreedom === 1) return Math.tan(0.475 * Math.PI);
  if (degreesOfFreedom === 2) return 0.95 / Math.sqrt(2 * 0.975 * 0.025);
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, k) => sum + term / degreesOfFreedom ** (k + 1), z);
}
