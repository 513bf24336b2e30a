import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildBenchmarkBundle, writeBenchmarkBundle } from '../../src/kernel/display/benchmark-store';
import { benchmarkOutputs } from '../../src/kernel/display/outputs/benchmark';
import { renderSvg } from '../../src/kernel/display/svg';
import { writeBenchmarkFiles } from '../../src/kernel/performance/benchmark/result-files';
import type { WalkResult } from '../../src/kernel/steps/step';
import { benchmarkResultsSchema } from '../../src/shared/benchmark';
import { outputTypes } from '../../src/shared/cell-output';
import { parsePayload } from '../../src/webview/payload/parse';
import { benchmarkResults } from '../unit/benchmark-results-fixture';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-benchmark-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (into: string, results = benchmarkResults()): Promise<string[]> =>
  writeBenchmarkFiles(results, into, { renderChart: renderSvg });

describe('the files of a benchmark', () => {
  it('are the figures under the time of the benchmark, a text and a page, in a folder that is made for them', async () => {
    const files = await write(path.join(folder, 'new'));
    expect(files.map((file) => path.relative(folder, file))).toEqual([
      path.join('new', 'benchmark_results_20260131_140503_250.json'),
      path.join('new', 'benchmark_report.txt'),
      path.join('new', 'benchmark_report.html'),
    ]);
    const json: unknown = JSON.parse(await readFile(files[0]!, 'utf8'));
    expect(benchmarkResultsSchema.parse(json)).toEqual(benchmarkResults());
    expect(await readFile(files[1]!, 'utf8')).toContain('Benchmark of walk.mp4');
    expect(await readFile(files[2]!, 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('leave earlier figures where they are, and take the place of the earlier report', async () => {
    await write(folder);
    await write(
      folder,
      benchmarkResults({ started_at: '2026-02-01T00:00:00.000Z', notes: ['The second one.'] }),
    );
    expect((await readdir(folder)).sort()).toEqual([
      'benchmark_report.html',
      'benchmark_report.txt',
      'benchmark_results_20260131_140503_250.json',
      'benchmark_results_20260201_000000_000.json',
    ]);
    expect(await readFile(path.join(folder, 'benchmark_report.txt'), 'utf8')).toContain('The second one.');
  });

  it('have figures and text already when the charts are drawn, so that an end in between loses neither', async () => {
    const seen: string[][] = [];
    await writeBenchmarkFiles(benchmarkResults(), folder, {
      renderChart: async (spec) => {
        seen.push((await readdir(folder)).filter((name) => name.startsWith('benchmark')).sort());
        return renderSvg(spec);
      },
    });
    expect(seen[0]).toEqual(['benchmark_report.txt', 'benchmark_results_20260131_140503_250.json']);
  });

  it('have a page of tables alone where it was stopped, so that nobody waits for charts', async () => {
    const stopped = benchmarkResults({ complete: false });
    await writeBenchmarkFiles(stopped, folder, { renderChart: null });
    const page = await readFile(path.join(folder, 'benchmark_report.html'), 'utf8');
    expect(page).toContain('no charts were drawn');
    expect(page).toContain('<table');
    expect(page).not.toContain('<svg');
  });

  it('are not written where figures are none: a result that breaks its own schema is a defect', async () => {
    await expect(write(folder, benchmarkResults({ seconds: NaN }))).rejects.toThrow();
    expect(await readdir(folder)).toEqual([]);
  });

  it('are refused in words where the folder is a file', async () => {
    const file = path.join(folder, 'taken');
    await writeFile(file, 'mine');
    await expect(write(file)).rejects.toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining('a file where a folder is needed') as string,
    });
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('are refused, with nothing lost, where a folder stands in the place of one of them', async () => {
    await mkdir(path.join(folder, 'benchmark_report.txt', 'mine'), { recursive: true });
    await expect(write(folder)).rejects.toThrow();
    expect(await readdir(path.join(folder, 'benchmark_report.txt'))).toEqual(['mine']);
  });
});

describe('the output of a benchmark’s cell', () => {
  const walkIn = (stored: string | null): WalkResult => ({
    walk: { id: 'walk', source: 'video', path: '/videos/walk.mp4' },
    folder: stored,
    address: stored,
    fromStore: false,
    summary: 'measured',
    warnings: [],
  });
  const outputs = (walks: readonly WalkResult[]) =>
    benchmarkOutputs({ recordId: 'run-1' }, 'speeds', walks, renderSvg);

  it('is one, with tables and charts as a payload, as a picture and as text', async () => {
    const bundle = buildBenchmarkBundle(benchmarkResults());
    await writeBenchmarkBundle(folder, bundle);
    const [output, ...others] = await outputs([walkIn(null), walkIn(folder), walkIn(folder)]);
    expect(others).toEqual([]);
    expect(output!.slot).toBe('benchmark');
    expect(output!.data['text/plain']).toBe(bundle.text);
    expect(output!.data['image/svg+xml']).toMatch(/^<svg .*Time against error: joints/s);
    expect(parsePayload(output!.data[outputTypes.benchmark])).toMatchObject({
      ok: true,
      payload: { recordId: 'run-1', name: 'speeds', bundle },
    });
  });

  it('is none where nothing was measured', async () => {
    expect(await outputs([walkIn(null)])).toEqual([]);
  });
});
