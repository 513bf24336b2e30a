import type { LiveRunOutput } from '../../shared/cell-output';
import type { StepProgress } from '../../shared/run-record';
import { liveBenchmark } from '../benchmark/live-benchmark';
import { element } from '../element';
import type { Draw } from '../host';
import { curvesPlot } from '../training/curves-plot';
import { liveLine, nextProgress } from './live-line';
import { addSamples, type Measured } from './live-samples';
import { toAndFro } from './plot-shapes';
import { resourcePlot } from './resource-plot';

/** Without a word for so long, nobody seems to run it: the window was closed, or the file was copied meanwhile. */
const silenceMs = 8000;

/**
 * How a run goes on: one line that is written again and again, and memory and CPU while they are measured. It moves with
 * what it is told and not by itself; that the cell runs is shown by the editor's own mark.
 */
export const drawLiveRun: Draw<LiveRunOutput> = ({ runId, step }, host) => {
  const line = element('span', { class: 'figures' }, 'starting');
  const done = element('div', { class: 'bar-done' });
  const bar = element(
    'div',
    { class: 'bar', role: 'progressbar', 'aria-label': `Progress of ${step}` },
    done,
  );
  const walk = element('span', { class: 'quiet' });
  const head = element('p', { class: 'live-head' }, element('strong', {}, step), walk, line);
  const content = element('div', { class: 'live-run' }, head, bar);

  let measured: Measured = { samples: [], limitMb: null };
  let progress: StepProgress | null = null;
  const plot = resourcePlot(measured);
  const curves = curvesPlot([]);
  const figures = liveBenchmark();
  const silence = setTimeout(() => {
    line.textContent = 'no word of this run. If it is no longer going on, run the cell again.';
  }, silenceMs);

  const stopListening = host.onNotice((notice) => {
    if (notice.type !== 'run' || notice.runId !== runId) return;
    clearTimeout(silence);
    progress = nextProgress(progress, notice.progress);
    measured = {
      samples: addSamples(notice.fromStart ? [] : measured.samples, notice.samples),
      limitMb: notice.limitMb ?? measured.limitMb,
    };
    const words = liveLine(progress, measured);
    write(line, words);
    write(walk, progress?.walkId ?? '');
    bar.setAttribute('aria-valuetext', words);
    showShare(bar, done, progress, measured);
    // A plot that says nothing would only push the next cell away.
    if (measured.samples.length > 0 && !plot.element.isConnected) content.append(plot.element);
    plot.show(measured);
    if (notice.progress?.benchmark) {
      if (!figures.element.isConnected) content.append(figures.element);
      figures.show(notice.progress.benchmark);
    }
    const training = notice.progress?.training;
    const hasCurves = training?.curves.some(({ records }) => records.length > 0) ?? false;
    // Where live plots are off nothing is measured, and there are no curves either.
    if (!training || !hasCurves || measured.samples.length === 0) return;
    if (!curves.element.isConnected) content.append(curves.element);
    curves.show(training.curves);
  });
  host.post?.({ type: 'follow-run', runId });

  return {
    element: content,
    dispose: () => {
      clearTimeout(silence);
      stopListening();
      plot.dispose();
      curves.dispose();
    },
  };
};

/** A text that is written again is laid out again, also where it is the same. */
function write(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

/** How far it is; while that is not known, a part of the bar goes to and fro with the time. */
function showShare(
  bar: HTMLElement,
  done: HTMLElement,
  progress: StepProgress | null,
  { samples }: Measured,
): void {
  if (!progress || progress.totalFrames === 0) {
    bar.removeAttribute('aria-valuenow');
    bar.classList.add('unknown');
    done.style.setProperty('--way', toAndFro(samples.at(-1)?.timeS ?? 0).toFixed(3));
    return;
  }
  const percent = Math.min(100, (100 * progress.doneFrames) / progress.totalFrames);
  bar.classList.remove('unknown');
  bar.setAttribute('aria-valuemin', '0');
  bar.setAttribute('aria-valuemax', '100');
  bar.setAttribute('aria-valuenow', String(Math.floor(percent)));
  done.style.width = `${percent}%`;
}
