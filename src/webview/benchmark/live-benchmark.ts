import type { BenchmarkProgress, Contender } from '../../shared/benchmark';
import { costTable } from '../../shared/benchmark-tables';
import { runningWords, workNames } from '../../shared/benchmark-words';
import { element } from '../element';
import { wideTable } from '../wide-table';
import { barsOf } from './live-bars';

/** A benchmark while it goes on. */
export interface LiveBenchmark {
  readonly element: HTMLElement;
  show(progress: BenchmarkProgress): void;
}

/** What stands where a figure is still to come. */
const toCome = '…';
const columns = ['Profile', 'Time (s)', '', 'Frames/s', 'CPU (s)', 'Peak memory (MB)', '', 'Runs'];
/** Those of the table of costs, in their order, with the bars of time and memory behind their figures. */
const shown = { time: 0, perSecond: 2, cpu: 4, memory: 5, runs: 7 } as const;

interface Row {
  readonly element: HTMLElement;
  show(cells: readonly string[], bars: Readonly<Record<'time' | 'memory', Bar>>, isRunning: boolean): void;
}

type Bar = ReturnType<typeof barsOf>[number] | undefined;

/**
 * The table of costs filling in: a row for each profile and kind of work, which stays the same element throughout, with
 * bars that are but boxes. Charts proper would be drawn with the cores that are being measured.
 */
export function liveBenchmark(): LiveBenchmark {
  const now = element('p', { class: 'quiet' });
  const body = element('tbody', {});
  const rows = new Map<string, Row>();
  const box = element(
    'div',
    { class: 'live-benchmark' },
    now,
    wideTable(
      { label: 'Figures so far: medians of the runs that are over' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...columns.map((name, index) =>
            name === ''
              ? element('td', {})
              : element('th', { scope: 'col', class: index === 0 ? undefined : 'figures' }, name),
          ),
        ),
      ),
      body,
    ),
  );
  return {
    element: box,
    show: (progress) => {
      const { contenders, running } = progress;
      write(now, `Measuring: ${runningWords(progress)}.`);
      const works = [...new Set(contenders.map(({ work }) => work))];
      for (const work of works) {
        const own = contenders.filter((one) => one.work === work);
        const table = costTable(own, work, toCome);
        const times = barsOf(own.map(({ seconds }) => seconds));
        const memories = barsOf(own.map(({ peak_rss_mb: peak }) => peak));
        own.forEach((contender, index) => {
          const isRunning = running?.contender === contender.contender && running.work === work;
          rowOf(contender, works.length > 1).show(
            table.rows[index]!.cells,
            { time: times[index], memory: memories[index] },
            isRunning,
          );
        });
      }
    },
  };

  function rowOf({ contender, work }: Contender, tellsWork: boolean): Row {
    const key = `${work} ${contender}`;
    const known = rows.get(key);
    if (known) return known;
    const made = liveRow(tellsWork ? `${contender}, ${workNames[work]}` : contender);
    rows.set(key, made);
    body.append(made.element);
    return made;
  }
}

function liveRow(head: string): Row {
  const cell = (): HTMLElement => element('td', { class: 'figures' });
  const [time, perSecond, cpu, memory, runs] = [cell(), cell(), cell(), cell(), cell()];
  const bars = { time: liveBar(), memory: liveBar() };
  const row = element(
    'tr',
    {},
    element('th', { scope: 'row' }, head),
    time,
    element('td', {}, bars.time.element),
    perSecond,
    cpu,
    memory,
    element('td', {}, bars.memory.element),
    runs,
  );
  return {
    element: row,
    show: (cells, shares, isRunning) => {
      write(time, cells[shown.time]!);
      write(perSecond, cells[shown.perSecond]!);
      write(cpu, cells[shown.cpu]!);
      write(memory, cells[shown.memory]!);
      write(runs, cells[shown.runs]!);
      bars.time.show(shares.time);
      bars.memory.show(shares.memory);
      row.classList.toggle('running', isRunning);
    },
  };
}

/** A bar to the median, and a line from the least to the most; the figures beside it say the same. */
function liveBar() {
  const median = element('div', { class: 'median' });
  const range = element('div', { class: 'range' });
  return {
    element: element('div', { class: 'live-bar', 'aria-hidden': 'true' }, median, range),
    show: (bar: Bar): void => {
      median.style.width = `${bar?.medianPercent ?? 0}%`;
      range.style.left = `${bar?.fromPercent ?? 0}%`;
      range.style.width = `${bar?.rangePercent ?? 0}%`;
    },
  };
}

/** A text that is written again is laid out again, also where it is the same. */
function write(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
