import type { RunningNotice, RunningRun } from '../../shared/monitor-messages';
import { element } from '../element';
import { addSamples, type Measured } from '../run/live-samples';
import { toAndFro } from '../run/plot-shapes';
import { resourcePlot } from '../run/resource-plot';

/** The runs that go on, each with its figures and its plot; they stay in place while their figures change. */
export function runningList(): { readonly element: HTMLElement; show(notice: RunningNotice): void } {
  const idle = element('p', { class: 'quiet', role: 'status' });
  const list = element('div', {}, idle);
  const standing = new Map<string, RunningEntry>();
  return {
    element: list,
    show: ({ runs, idle: words }) => {
      write(idle, runs.length === 0 ? words : '');
      idle.hidden = runs.length > 0;
      const keys = new Set(runs.map(({ key }) => key));
      for (const [key, entry] of standing) {
        if (keys.has(key)) continue;
        entry.dispose();
        entry.element.remove();
        standing.delete(key);
      }
      for (const run of runs) {
        let entry = standing.get(run.key);
        if (!entry) {
          entry = runningEntry(run);
          standing.set(run.key, entry);
          list.append(entry.element);
        }
        entry.show(run);
      }
    },
  };
}

interface RunningEntry {
  readonly element: HTMLElement;
  show(run: RunningRun): void;
  dispose(): void;
}

function runningEntry({ title }: RunningRun): RunningEntry {
  const done = element('div', { class: 'bar-done' });
  const bar = element(
    'div',
    { class: 'bar', role: 'progressbar', 'aria-label': `Progress of ${title}` },
    done,
  );
  const facts = element('dl');
  const values = new Map<string, { readonly label: HTMLElement; readonly value: HTMLElement }>();
  let measured: Measured = { samples: [], limitMb: null };
  const plot = resourcePlot(measured);
  const entry = element('section', { class: 'running' }, element('h2', {}, title), bar, facts, plot.element);

  const showFacts = (told: RunningRun['facts']): void => {
    const labels = new Set(told.map(({ label }) => label));
    for (const [label, row] of values) {
      if (labels.has(label)) continue;
      row.label.remove();
      row.value.remove();
      values.delete(label);
    }
    for (const { label, value } of told) {
      let row = values.get(label);
      if (!row) {
        row = { label: element('dt', {}, label), value: element('dd') };
        values.set(label, row);
        facts.append(row.label, row.value);
      }
      write(row.value, value);
    }
  };
  const showShare = (share: number | null): void => {
    bar.classList.toggle('unknown', share === null);
    if (share === null) {
      bar.removeAttribute('aria-valuenow');
      done.style.removeProperty('width');
      done.style.setProperty('--way', toAndFro(measured.samples.at(-1)?.timeS ?? 0).toFixed(3));
      return;
    }
    bar.setAttribute('aria-valuemin', '0');
    bar.setAttribute('aria-valuemax', '100');
    bar.setAttribute('aria-valuenow', String(Math.floor(100 * share)));
    done.style.width = `${100 * share}%`;
  };
  return {
    element: entry,
    show: (run) => {
      measured = {
        samples: addSamples(run.fromStart ? [] : measured.samples, run.samples),
        limitMb: run.limitMb,
      };
      showFacts(run.facts);
      showShare(run.share);
      plot.element.hidden = measured.samples.length === 0;
      plot.show(measured);
    },
    dispose: () => {
      plot.dispose();
    },
  };
}

/** A text that is written again is laid out again, also where it is the same. */
function write(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
