import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Real ffmpeg, MediaPipe and VS Code: slow on a busy machine. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 };

/** What needs both cores to reach a memory limit with all its workers, or kills by the clock: a file beside it would disturb. */
const alone = 'test/kernel/alone/**/*.test.ts';

/** What puts others in the place of modules or globals, which files that came after would be given as well. */
const replacing = ['profile-times', 'step-run', 'webview-saved-chart'].map(
  (name) => `test/unit/${name}.test.ts`,
);

/** What takes longest of the kernel's. */
const longest = [
  'benchmark',
  'cli-benchmark',
  'long-recordings',
  'benchmark-accuracy',
  'training-run-memory',
].map((name) => `${name}.test.ts`);

/**
 * Begins with the longest of each project: one that came last would go on alone, with the other core idle. Where vitest
 * has not measured the files yet, as in a fresh clone, it goes by their sizes, which tell little of that.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project))];
    const isLong = ({ moduleId }: TestSpecification): boolean => longest.includes(path.basename(moduleId));
    return projects.flatMap((project) => {
      const own = sorted.filter((file) => file.project === project);
      return [...own.filter(isLong), ...own.filter((file) => !isLong(file))];
    });
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: replacing,
          // Whole walks are rendered and analysed: seconds each where other work runs.
          testTimeout: 60_000,
          maxWorkers: 2,
          // What one file has loaded serves the next, which is a third of their time.
          isolate: false,
        },
      },
      { test: { name: 'unit-replacing', include: replacing, maxWorkers: 2 } },
      {
        test: {
          name: 'kernel',
          include: ['test/kernel/**/*.test.ts'],
          exclude: [alone],
          // Much of a test here is waiting for a process to start or a disk: two fill two cores.
          maxWorkers: 2,
          ...patience,
        },
      },
      { test: { name: 'kernel-alone', include: [alone], fileParallelism: false, ...patience } },
      {
        test: {
          name: 'vscode',
          include: ['test/vscode/**/*.test.ts'],
          // Installs VS Code and a browser where they are not there yet, and packages the extension.
          globalSetup: 'test/vscode/bed/setup.ts',
          // The workbench alone takes half a minute to load on two busy cores.
          fileParallelism: false,
          ...patience,
        },
      },
    ],
  },
});
