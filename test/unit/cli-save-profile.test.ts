import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { profileFile } from '../../src/cli/save-profile';
import { parseConfigFile } from '../../src/shared/resolve-settings';
import { benchmarkResults } from './benchmark-results-fixture';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-save-profile-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const recommended = benchmarkResults({
  optimization_recommendations: [
    {
      id: 'take-profile',
      text: 'Take fast.',
      figure: { name: 'speed', value: 2, threshold: 1, unit: 'times' },
      settings: { performance_mode: 'fast', max_memory_mb: 640 },
      effect: 'It is quicker.',
    },
  ],
});
const saved = (name: string) => parseConfigFile(readFileSync(path.join(folder, name), 'utf8'), name).profiles;

describe('a benchmark’s advice saved as a profile', () => {
  it('says where it is, and how commands and cells name it', async () => {
    const file = await profileFile('ward', 'my settings.json', folder);
    expect(file.warning).toBeNull();
    const said = await file.write(recommended);
    expect(said).toContain('The profile "ward" was saved into my settings.json.');
    expect(said).toContain('--config "my settings.json" --performance-mode ward');
    expect(said).toContain('profile: ward');
    expect(saved('my settings.json')).toEqual({ ward: { performance_mode: 'fast', max_memory_mb: 640 } });
  });

  it('warns of what it takes the place of before anything is measured', async () => {
    expect((await profileFile('fast', 'none-yet.json', folder)).warning).toContain('built-in');
  });

  it('takes the place of no profile of one’s own, unless that was asked for', async () => {
    const own = { max_memory_mb: 900, description: 'For the laptop on the ward.' };
    writeFileSync(path.join(folder, 'mine.json'), JSON.stringify({ performance_profiles: { ward: own } }));
    await expect(profileFile('ward', 'mine.json', folder)).rejects.toMatchObject({
      kind: 'bad-input',
      message: 'There is a profile "ward" in mine.json already.',
      hint: 'It was left as it is. Give another name to --save-profile, or write over it with --force.',
    });
    expect(saved('mine.json')).toEqual({ ward: own });
    await (await profileFile('ward', 'mine.json', folder, true)).write(recommended);
    expect(saved('mine.json')).toEqual({ ward: { performance_mode: 'fast', max_memory_mb: 640 } });
  });

  it('leaves a profile as it is that was written while the benchmark ran', async () => {
    const file = await profileFile('late', 'late.json', folder);
    writeFileSync(path.join(folder, 'late.json'), '{ "performance_profiles": { "late": {} } }');
    expect(await file.write(recommended)).toContain('There is a profile "late" in late.json already.');
    expect(saved('late.json')).toEqual({ late: {} });
  });
});
