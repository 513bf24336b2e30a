import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gait } from '../../src/cli/program';
import { lastRunSettings } from '../../src/extension/requests/cell-of-record';
import { outputTypes } from '../../src/shared/cell-output';
import { profileFrom, withProfile } from '../../src/shared/config-edits';
import { choosableProfiles, measurableProfiles, namesOf } from '../../src/shared/profile-names';
import { resolveSettings } from '../../src/shared/resolve-settings';
import { runOutput } from './webview-fixture';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gait-profiles-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function profiles(...args: string[]) {
  const said = { out: '', err: '' };
  const terminal = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
    live: false,
    columns: 80,
  };
  return { code: await gait(['profiles', ...args], terminal, folder), ...said };
}

const written = (text: string): void => {
  writeFileSync(path.join(folder, 'mine.json'), text);
};

describe('profiles of one’s own', () => {
  it('are listed beside the built-in ones and auto, with what they set', async () => {
    written(
      withProfile('', 'ward', { description: 'For the ward.', ...profileFrom({ frame_rate: 25 }, 'fast') }),
    );
    const { code, out } = await profiles('--config', 'mine.json');
    expect(code).toBe(0);
    expect(out).toContain(
      'ward (configuration file, starts from fast)\n  For the ward.\n    frame_rate: 25\n',
    );
    expect(out.match(/^\w+ \(/gm)).toEqual(['fast (', 'balanced (', 'accurate (', 'ward (', 'auto (']);
  });

  it('may be called like what every object has, and only then are there', async () => {
    const named = (name: string) => resolveSettings([{ source: 'cell', values: { performance_mode: name } }]);
    for (const name of ['constructor', 'toString', 'valueOf'])
      expect(() => named(name)).toThrow(`There is no profile "${name}".`);
    written(withProfile('', 'constructor', profileFrom({ frame_rate: 25 }, 'fast')));
    const { code, out } = await profiles('--config', 'mine.json');
    expect(code).toBe(0);
    expect(out).toContain('constructor (configuration file, starts from fast)');
    expect(measurableProfiles({}).map(({ origin }) => origin)).not.toContain('configuration file');
  });

  it('are listed for programs as well', async () => {
    written(withProfile('', 'ward', { performance_mode: 'fast', frame_rate: 25 }));
    const { out } = await profiles('--config', 'mine.json', '--json');
    const listed = (JSON.parse(out) as { profiles: { name: string }[] }).profiles;
    expect(listed.find(({ name }) => name === 'ward')).toEqual({
      name: 'ward',
      origin: 'configuration file',
      description: '',
      starts_from: 'fast',
      settings: { frame_rate: 25 },
    });
  });

  it('are refused where one starts from a profile that is not there, with the nearest', async () => {
    written('{ "performance_profiles": { "ward": { "performance_mode": "fsat" } } }');
    const { code, err } = await profiles('--config', 'mine.json');
    expect([code, err]).toEqual([2, expect.stringContaining('Did you mean "fast"?')]);
  });

  it('can be measured, and auto cannot, which chooses among them', () => {
    const own = { ward: { performance_mode: 'fast' } };
    expect(namesOf(measurableProfiles(own))).toEqual(['fast', 'balanced', 'accurate', 'ward']);
    expect(namesOf(choosableProfiles(own)).at(-1)).toBe('auto');
  });
});

describe('the settings of a cell’s last run', () => {
  const item = (value: unknown) => ({
    mime: outputTypes.run,
    data: new TextEncoder().encode(JSON.stringify(value)),
  });

  it('are found in what it shows', () => {
    const output = runOutput();
    expect(lastRunSettings([item(output)])).toEqual(output.record.settings.settings);
  });

  it('are none where the output is of another version, or from elsewhere', () => {
    expect(lastRunSettings([])).toBeNull();
    expect(lastRunSettings([item({ record: { settings: { settings: { unknown: 1 } } } })])).toBeNull();
    expect(lastRunSettings([{ mime: outputTypes.run, data: new TextEncoder().encode('{') }])).toBeNull();
  });
});
