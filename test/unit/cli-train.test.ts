import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addOptions, readOptions } from '../../src/cli/schema-options';
import { scoreTables, type TrainingScores } from '../../src/cli/score-table';
import { trainOptions, type TrainOptions } from '../../src/cli/train-options';
import { sourceChainsOf, trainingStep, type TrainingSources } from '../../src/cli/train-steps';
import type { Statistic } from '../../src/shared/results';
import { parseStep, settingsOfStep } from '../../src/shared/parse-step';

function train(...args: string[]): TrainOptions {
  const command = new Command();
  addOptions(command, trainOptions);
  command.parse(args, { from: 'user' });
  return readOptions(trainOptions, command.opts());
}
const sources = (holds: Partial<TrainingSources> = {}): TrainingSources => ({
  videos: [],
  landmarks: [],
  studyHolds: { videos: false, landmarks: false },
  ...holds,
});
const stepsOf = (options: TrainOptions, from: TrainingSources) =>
  sourceChainsOf(options, from).map((chain) => chain.map(({ step }) => step));

describe('the flags of train', () => {
  it('take videos and landmarks to points, each by the steps of its kind', () => {
    const from = sources({ videos: ['a.mp4'], landmarks: ['b.trc'] });
    const chains = sourceChainsOf(train('--data', 'a.mp4', 'b.trc', '--fps', '60'), from);
    expect(chains.map((chain) => chain.map(({ step }) => step))).toEqual([
      ['load-video', 'extract-pose'],
      ['load-landmarks'],
    ]);
    expect(chains[1]![0]).toMatchObject({ landmarks: ['b.trc'], fps: 60 });
    for (const step of chains.flat()) expect(parseStep(JSON.parse(JSON.stringify(step)))).toBeDefined();
  });

  it('read a table of walks by the kinds that it holds', () => {
    const both = sources({ studyHolds: { videos: true, landmarks: true } });
    const chains = sourceChainsOf(train('--study', 'walks.csv'), both);
    expect(chains.map(([load]) => load)).toMatchObject([
      { step: 'load-video', study: 'walks.csv' },
      { step: 'load-landmarks', study: 'walks.csv' },
    ]);
  });

  it('look for events in walks only where these are to be the labels', () => {
    const from = sources({ landmarks: ['b.trc'] });
    expect(stepsOf(train('--data', 'b.trc'), from)).toEqual([['load-landmarks']]);
    expect(stepsOf(train('--data', 'b.trc', '--found-labels'), from)).toEqual([
      ['load-landmarks', 'detect-events'],
    ]);
    expect(() =>
      sourceChainsOf(train('--data', 'b.trc', '--found-labels', '--labels', 'l.csv'), from),
    ).toThrow('contradict');
  });

  it('become settings of the step that trains, and leave the rest to the layers below', () => {
    const options = train(
      ...['--data', 'b.trc', '--folds', '4', '--group-by', 'video', '--targets', 'phases'],
      ...['--labels', 'l.csv', '--output', 'out'],
    );
    const step = parseStep(JSON.parse(JSON.stringify(trainingStep(options, ['poses', 'landmarks']))));
    expect(step).toMatchObject({
      data: ['poses', 'landmarks'],
      targets: 'phases',
      labels: 'l.csv',
      output: 'out',
    });
    expect(settingsOfStep(step)).toEqual({ training: { n_folds: 4, group_by: 'video' } });
    expect(train('--data', 'b.trc')).toMatchObject({ targets: 'contact', output: 'training' });
  });
});

describe('the table of scores', () => {
  const over = (mean: number, sd: number | null): Statistic => ({ mean, sd, n: 2 });
  const scores: TrainingScores = {
    folds: [
      { fold: 1, test_walks: ['a'], network: { contact_accuracy: 0.95, event_bias_ms: -3.2 } },
      { fold: 2, test_walks: ['b'], network: { contact_accuracy: 0.97, event_bias_ms: null } },
    ],
    overFolds: {
      network: { contact_accuracy: over(0.96, 0.014), event_bias_ms: over(-3.2, null) },
      majority: { contact_accuracy: over(0.61, 0.002) },
      rule: { contact_accuracy: over(0.94, 0.01), event_bias_ms: over(4.1, 1.2) },
    },
  };

  it('sets each fold, and their mean and SD, beside both baselines', () => {
    expect(scoreTables(scores).split('\n')).toEqual([
      '                            contact',
      'fold 1                        0.950',
      'fold 2                        0.970',
      'network, mean ± SD    0.960 ± 0.014',
      'always the commonest  0.610 ± 0.002',
      'rule (detect-events)  0.940 ± 0.010',
      '',
      '                        bias ms',
      'fold 1                     -3.2',
      'fold 2                        –',
      'network, mean ± SD         -3.2',
      'always the commonest          –',
      'rule (detect-events)  4.1 ± 1.2',
    ]);
  });
});
