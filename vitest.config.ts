import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      // Whole walks are rendered and analysed: seconds each where other work runs.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'kernel',
          include: ['test/kernel/**/*.test.ts'],
          // Real ffmpeg and MediaPipe: slow on a busy machine, and two cores are soon full.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'vscode',
          include: ['test/vscode/**/*.test.ts'],
          // Installs VS Code and a browser where they are not there yet, and packages the extension.
          globalSetup: 'test/vscode/bed/setup.ts',
          // The workbench alone takes half a minute to load on two busy cores.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
