import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { monitor } from '../../src/cli/monitor';
import { monitorOptions } from '../../src/cli/monitor-options';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-watch-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('watching what runs', () => {
  it('ends well with Ctrl+C, which is its normal end', async () => {
    const stop = new AbortController();
    const said: string[] = [];
    const code = await monitor(monitorOptions.parse({}), {
      terminal: {
        out: (text) => void said.push(text),
        err: (text) => {
          said.push(text);
          if (text.includes('Ctrl+C ends')) stop.abort();
        },
        live: false,
        columns: 80,
      },
      signal: stop.signal,
      workingFolder: folder,
      verbose: false,
      json: false,
    });
    expect(code).toBe(0);
    expect(said.join('')).toContain('No step has run');
    expect(said.join('')).not.toContain('Cancelled');
  });
});
