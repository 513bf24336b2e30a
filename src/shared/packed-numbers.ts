/** More numbers than any output of ours holds in one series. */
const mostNumbers = 100_000;

const gap = '-';
const wholeNumber = /^-?\d{1,15}$/;

/**
 * Numbers as one line of text: how many decimals they have, and the way from each to the next, with how often it is
 * repeated. A list in a notebook's file takes a line a number, which makes many times as much to save and to open.
 */
export function packNumbers(values: readonly (number | null)[], decimals: number): string {
  const scale = 10 ** decimals;
  const runs: { step: string; count: number }[] = [];
  let before = 0;
  for (const value of values) {
    const scaled = value === null ? before : Math.round(value * scale);
    const step = value === null ? gap : String(scaled - before);
    before = scaled;
    const last = runs.at(-1);
    if (last?.step === step) last.count += 1;
    else runs.push({ step, count: 1 });
  }
  return `${decimals}:${runs.map(({ step, count }) => (count === 1 ? step : `${step}*${count}`)).join(' ')}`;
}

/** The numbers of such a text; null where it is none, for it may come from a file of anybody's. */
export function unpackNumbers(text: string): (number | null)[] | null {
  const [, decimals, steps] = /^([0-6]):(.*)$/.exec(text) ?? [];
  if (decimals === undefined || steps === undefined) return null;
  const scale = 10 ** Number(decimals);
  const values: (number | null)[] = [];
  let scaled = 0;
  for (const run of steps === '' ? [] : steps.split(' ')) {
    const [step = '', times = '1', ...more] = run.split('*');
    const count = Number(times);
    const isRun = more.length === 0 && Number.isInteger(count) && count > 0;
    if (!isRun || values.length + count > mostNumbers) return null;
    if (step !== gap && !wholeNumber.test(step)) return null;
    for (let at = 0; at < count; at += 1) {
      if (step !== gap) scaled += Number(step);
      values.push(step === gap ? null : scaled / scale);
    }
  }
  return values;
}
