/**
 * One line of the benchmark: what was measured, beside what was asked.
 * @typedef {object} Figure
 * @property {string} what
 * @property {string} asked empty where nothing was asked of this figure
 * @property {string} measured
 * @property {'met' | 'missed' | 'timed' | 'told' | 'left out'} verdict A timed figure is never judged: machines differ.
 */

/** A figure that holds or does not, whatever the machine. */
export const judged = (what, asked, measured, holds) => ({
  what,
  asked,
  measured,
  verdict: holds ? 'met' : 'missed',
});

/** A ratio of times, or a time. */
export const timed = (what, asked, measured) => ({ what, asked, measured, verdict: 'timed' });

/** What helps to read the others. */
export const told = (what, measured) => ({ what, asked: '', measured, verdict: 'told' });

export const leftOut = (what, why) => ({ what, asked: '', measured: why, verdict: 'left out' });

export const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;
export const times = (values, digits = 2) => values.map((value) => value.toFixed(digits)).join(', ');

const marks = { met: 'ok', missed: 'MISSED', timed: '(timed)', told: '', 'left out': 'LEFT OUT' };

/** The figures of one part as text, under its title. */
export function figureTable(title, notes, figures) {
  const rows = figures.map(({ what, asked, measured, verdict }) => [what, asked, measured, marks[verdict]]);
  const header = ['', 'asked', 'measured', ''];
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column].length)));
  const line = (row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd();
  const heading = [title, '─'.repeat(title.length)];
  return [...heading, ...notes, line(header), ...rows.map(line)].join('\n');
}
