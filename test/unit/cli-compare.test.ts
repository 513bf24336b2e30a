import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { compareOptions, type CompareOptions } from '../../src/cli/compare-options';
import { sourceChains, type SourceKind } from '../../src/cli/compare-steps';
import { addOptions, readOptions } from '../../src/cli/schema-options';
import { parseStep } from '../../src/shared/parse-step';

/** The options as the command reads them: sources without a flag, the rest with theirs. */
function compare(...args: string[]): CompareOptions {
  const command = new Command();
  addOptions(command, compareOptions, 'sources');
  command.parse(args, { from: 'user' });
  return readOptions(compareOptions, { ...command.opts(), sources: command.args });
}
const video: SourceKind = { kind: 'video', isStudy: false };
const landmarks: SourceKind = { kind: 'landmarks', isStudy: false };

describe('gait compare', () => {
  it('takes a video and a landmark file to two results, each by the steps of its kind', () => {
    const chains = sourceChains(compare('walk.mp4', 'walk.trc', '--height', '1.7', '--crop', '0,0,9,9'), [
      video,
      landmarks,
    ]);
    expect(chains.map((chain) => chain.map(({ step }) => step))).toEqual([
      ['load-video', 'extract-pose', 'detect-events'],
      ['load-landmarks', 'detect-events'],
    ]);
    expect(chains.map((chain) => chain.at(-1)!.as)).toEqual(['measured', 'reference']);
    expect(chains[0]![0]).toMatchObject({ video: 'walk.mp4', height_m: 1.7, crop: [0, 0, 9, 9] });
    expect(chains[1]![0]).toMatchObject({ landmarks: 'walk.trc', height_m: 1.7 });
    for (const step of chains.flat()) expect(parseStep(JSON.parse(JSON.stringify(step)))).toBeDefined();
  });

  it('reads a table of walks as a study', () => {
    const [chain] = sourceChains(compare('study.csv'), [{ kind: 'video', isStudy: true }]);
    expect(chain![0]).toMatchObject({ step: 'load-video', study: 'study.csv', video: undefined });
  });

  it('compares one source with its labels, and refuses labels beside a second source', () => {
    const [chain] = sourceChains(compare('walk.trc', '--labels', 'plates.csv'), [landmarks]);
    expect(chain![0]).toMatchObject({ labels: 'plates.csv' });
    expect(() =>
      sourceChains(compare('a.trc', 'b.trc', '--labels', 'plates.csv'), [landmarks, landmarks]),
    ).toThrow('--labels is what one source is compared with');
  });

  it('refuses options that no source can use', () => {
    expect(() => sourceChains(compare('a.trc', '--capture-fps', '240'), [landmarks])).toThrow(
      'are for videos',
    );
    expect(() => sourceChains(compare('a.mp4', '--fps', '30'), [video])).toThrow('--fps says how fast');
  });

  it('knows how clocks can be brought together, and refuses other ways', () => {
    expect(compare('a.trc', 'b.trc').synchronise).toBe('auto');
    expect(compare('a.trc', 'b.trc', '--synchronise', 'events').synchronise).toBe('events');
    expect(() => compare('a.trc', '--synchronise', 'guess')).toThrow('--synchronise');
  });
});
