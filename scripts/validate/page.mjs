import { signed } from '../bench/events.mjs';

/** A table in Markdown; columns of figures to the right. */
export function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const isFigure = (cell) => cell === '–' || /^[+−]?\d/.test(String(cell));
  const rule = header.map((_, column) => (rows.every((row) => isFigure(row[column])) ? '---:' : '---'));
  return [header, rule, ...rows].map(line).join('\n');
}

/** A number with its sign, or a dash. */
export const withSign = (value, digits = 1) =>
  value === null || !Number.isFinite(value) ? '–' : signed(value, digits);
export const plain = (value, digits = 1) =>
  value === null || value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(digits);

/** The value furthest from zero, with its sign; null where there is none. */
export const worst = (values) =>
  values
    .filter((value) => value !== null && Number.isFinite(value))
    .reduce((most, value) => (most === null || Math.abs(value) > Math.abs(most) ? value : most), null);

const marks = { met: 'PASS', missed: '**SHORT**', told: '', 'left out': 'left out' };

/** The figures that were asked for, with what was measured. */
export const figures = (all) =>
  table(
    ['figure', 'asked', 'measured', ''],
    all.map(({ what, asked, measured, verdict }) => [what, asked, measured, marks[verdict]]),
  );
