import path from 'node:path';
import { phantomOptions } from '../../shared/steps';
import { renderPhantom, truthPath } from '../../phantom/render';
import { availableCores } from '../performance/machine';
import { writingInto } from '../store/storage-errors';
import { checkWritable } from '../store/write-folder';
import { toWalks } from '../study/walks';
import type { StepDefinition } from './step';

export const makePhantom: StepDefinition<'make-phantom'> = {
  async run(step, context) {
    const output = path.resolve(context.workingFolder, step.output);
    const options = phantomOptions.parse(
      Object.fromEntries(
        Object.keys(phantomOptions.shape).map((key) => [key, step[key as keyof typeof step]]),
      ),
    );
    await checkWritable(path.dirname(output), '--output');
    const tools = await context.recorder.stage('start', () => context.tools());
    const { parallel_processing: parallel, max_workers: maxWorkers } = context.settings.io_optimization;
    const startedMs = performance.now();
    const render = () =>
      renderPhantom(options, output, {
        ffmpegPath: tools.ffmpegPath,
        workers: parallel ? Math.min(maxWorkers, availableCores()) : 1,
        signal: context.signal,
        onProgress: (done, total) => {
          const framesPerSecond = (done * 1000) / (performance.now() - startedMs);
          context.progress({
            doneFrames: done,
            totalFrames: total,
            framesPerSecond,
            secondsLeft: (total - done) / framesPerSecond,
          });
        },
      });
    const truth = await context.recorder.stage('render', () =>
      writingInto(path.dirname(output), render, '--output'),
    );
    const [walk] = toWalks([{ path: output }], 'video');
    return {
      walks: [
        {
          walk: walk!,
          folder: null,
          address: null,
          fromStore: false,
          record: { frames: truth.frames.length, recordingS: options.duration_s },
          summary: `${truth.frames.length} frames, ${truth.events.length} contacts`,
          warnings: [],
        },
      ],
      files: [output, truthPath(output)],
    };
  },
};
