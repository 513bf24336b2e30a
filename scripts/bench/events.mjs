import { mean, standardDeviation } from './statistics.mjs';

/** A comparison of found with true events in words: how many, how many missed or invented, bias ± SD by kind. */
export function describeComparison({ matched, missed, invented }) {
  const errorOf = (kind, name) => {
    const errorsMs = matched.filter(({ truth }) => truth.event === kind).map(({ errorS }) => errorS * 1000);
    if (errorsMs.length === 0) return '';
    const spread = errorsMs.length > 1 ? ` ± ${standardDeviation(errorsMs).toFixed(1)}` : '';
    return `, ${name} ${signed(mean(errorsMs), 1)}${spread} ms`;
  };
  return (
    `${matched.length} of ${matched.length + missed.length} found, ${invented.length} invented` +
    `${errorOf('heel_strike', 'strikes')}${errorOf('toe_off', 'offs')}`
  );
}

export const signed = (value, digits) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
