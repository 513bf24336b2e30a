import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { benchmarkResultsSchema, type BenchmarkResults } from '../../../shared/benchmark';
import { benchmarkPage } from '../../display/benchmark-page';
import { benchmarkText } from '../../display/benchmark-text';
import type { RenderChart } from '../../display/figure';
import { writeFolder } from '../../store/write-folder';

const textFile = 'benchmark_report.txt';
const pageFile = 'benchmark_report.html';

/**
 * Writes what a benchmark found: `benchmark_results_<time>.json`, which stays beside those of earlier benchmarks, and
 * `benchmark_report.txt` and `.html` in the place of theirs. Figures and text come first, so that they are there where the
 * program is ended while the charts are drawn.
 * @returns Absolute paths of the files.
 * @throws GaitError where the folder cannot be written.
 */
export async function writeBenchmarkFiles(
  results: BenchmarkResults,
  folder: string,
  { renderChart }: { readonly renderChart: RenderChart | null },
): Promise<string[]> {
  // What others read is held to what it is said to be.
  const json = `${JSON.stringify(benchmarkResultsSchema.parse(results), null, 2)}\n`;
  const first = await writeFiles(folder, {
    [resultsFile(results)]: json,
    [textFile]: `${benchmarkText(results)}\n`,
  });
  return [...first, ...(await writeFiles(folder, { [pageFile]: await benchmarkPage(results, renderChart) }))];
}

const writeFiles = (folder: string, texts: Readonly<Record<string, string>>): Promise<string[]> =>
  writeFolder(folder, '--output', async (staging) => {
    for (const [name, text] of Object.entries(texts)) await writeFile(path.join(staging, name), text);
    return Object.keys(texts);
  });

/** By the time of its start to the millisecond, "benchmark_results_20260131_140503_250.json": no two share a name. */
function resultsFile({ started_at: startedAt }: Pick<BenchmarkResults, 'started_at'>): string {
  const time = new Date(startedAt).toISOString().replace('T', '_').replaceAll(/[-:Z]/g, '').replace('.', '_');
  return `benchmark_results_${time}.json`;
}
