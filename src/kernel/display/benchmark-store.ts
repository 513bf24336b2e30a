import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchmarkBundle, BenchmarkResults, BenchmarkRun } from '../../shared/benchmark';
import { benchmarkText } from './benchmark-text';

const file = 'display.json';

/** A notebook must stay small: so many runs are drawn over time, each by so many points. */
const mostRuns = 60;
const mostPoints = 60;

/** What a benchmark shows: all its figures, and of its runs what a screen can show. */
export const buildBenchmarkBundle = (results: BenchmarkResults): BenchmarkBundle => ({
  kind: 'benchmark',
  text: benchmarkText(results),
  results: { ...results, runs: shownRuns(results.runs).map(thinned) },
});

/** The first runs that count of every contender, equally many of each. */
function shownRuns(runs: readonly BenchmarkRun[]): BenchmarkRun[] {
  if (runs.length <= mostRuns) return [...runs];
  const keyOf = ({ contender, work }: BenchmarkRun): string => `${work} ${contender}`;
  const contenders = new Set(runs.map(keyOf)).size;
  const ofEach = Math.max(1, Math.floor(mostRuns / contenders));
  const counts = new Map<string, number>();
  return runs
    .filter((run) => {
      if (run.repeat === 0) return false;
      const count = (counts.get(keyOf(run)) ?? 0) + 1;
      counts.set(keyOf(run), count);
      return count <= ofEach;
    })
    .slice(0, mostRuns);
}

/** Of each stretch the sample with the most memory, so that no peak is lost. */
function thinned(run: BenchmarkRun): BenchmarkRun {
  const { series } = run;
  const perKept = Math.ceil(series.length / mostPoints);
  if (perKept <= 1) return run;
  const kept = Array.from({ length: Math.ceil(series.length / perKept) }, (_, index) =>
    series
      .slice(index * perKept, (index + 1) * perKept)
      .reduce((peak, sample) => (sample.rss_mb > peak.rss_mb ? sample : peak)),
  );
  return { ...run, series: kept };
}

/** Keeps what a benchmark shows beside its results. */
export const writeBenchmarkBundle = (folder: string, bundle: BenchmarkBundle): Promise<void> =>
  writeFile(path.join(folder, file), JSON.stringify(bundle));

/** @throws where the store no longer holds it. */
export async function readBenchmarkBundle(folder: string): Promise<BenchmarkBundle> {
  // Sound: writeBenchmarkBundle wrote it, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, file), 'utf8')) as BenchmarkBundle;
}
