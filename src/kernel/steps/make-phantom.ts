import path from 'node:path';
import { badInput, GaitError, toGaitError } from '../../shared/errors';
import { planPhantom } from '../../shared/memory-plan';
import { phantomChoices, phantomOptions } from '../../shared/phantom-options';
import type { Walk } from '../../shared/results';
import { renderPhantom } from '../../phantom/render';
import { truthOf, truthPath } from '../../phantom/truth';
import { collectGarbage } from '../display/collect-garbage';
import { availableCores } from '../performance/machine';
import { checkWritable, writeFolder } from '../store/write-folder';
import { toWalks } from '../study/walks';
import type { VideoTools } from '../video/ffmpeg';
import { loadOne } from './load-video';
import { readRecording } from './measured-recording';
import { phantomLike } from './phantom-like';
import type { StepContext, StepDefinition, WalkResult } from './step';

/** Bytes of encoded pictures that may lie about before they are freed; the engine alone lets more of them pile up. */
const heldPictureBytes = 24e6;

export const makePhantom: StepDefinition<'make-phantom'> = {
  async run(step, context) {
    const output = path.resolve(context.workingFolder, step.output);
    const [folder, name] = [path.dirname(output), path.basename(output)];
    if (!/\.mp4$/i.test(name)) {
      throw badInput(`A phantom is written as .mp4, not to ${output}.`, 'End the output’s name in .mp4.');
    }
    const chosen = phantomChoices.strip().parse(step);
    const like =
      step.like === undefined ? null : phantomLike(await readRecording(step.like, context), chosen);
    const options = like?.options ?? phantomOptions.parse(chosen);
    const truth = truthOf(options);
    await checkWritable(folder, '--output');
    const tools = await context.recorder.stage('start', () => context.tools());
    const { parallel_processing: parallel, max_workers: maxWorkers } = context.settings.io_optimization;
    const planned = planPhantom({
      limitMb: context.limitMb,
      wantedWorkers: parallel ? Math.min(maxWorkers, availableCores()) : 1,
      widthPx: options.width_px,
      heightPx: options.height_px,
    });
    if (!planned.ok) throw new GaitError('memory-limit', planned.message, planned.suggestion);
    context.log(
      'debug',
      `The phantom is expected to take ${planned.expectedMb} MB with ${planned.workers} workers.`,
    );
    const framesPerCollection = Math.ceil(heldPictureBytes / (options.width_px * options.height_px * 3));
    const startedMs = performance.now();
    await context.recorder.stage('render', () =>
      writeFolder(folder, '--output', async (staging) => {
        await renderPhantom(truth, path.join(staging, name), {
          ffmpegPath: tools.ffmpegPath,
          workers: planned.workers,
          signal: context.signal,
          onProgress: (done, total) => {
            if (done % framesPerCollection === 0) collectGarbage();
            const framesPerSecond = (done * 1000) / (performance.now() - startedMs);
            context.progress({
              doneFrames: done,
              totalFrames: total,
              framesPerSecond,
              secondsLeft: (total - done) / framesPerSecond,
            });
          },
        });
        return [truthPath(name), name]; // in this order, so that no clip is seen without its truth
      }),
    );
    const [walk] = toWalks([{ path: output }], 'video');
    const loaded = await openClip(walk!, tools, context);
    return {
      walks: [
        {
          ...loaded,
          fromStore: false,
          record: { frames: truth.frames.length, recordingS: options.duration_s },
          summary: `${truth.frames.length} frames, ${truth.events.length} contacts${like ? `, ${like.summary}` : ''}`,
          warnings: [...(like?.warnings ?? []), ...loaded.warnings],
        },
      ],
      files: [output, truthPath(output)],
    };
  },
};

/** The clip as load-video would open it. It is written: where it cannot be shown, that is a warning and no more. */
async function openClip(walk: Walk, tools: VideoTools, context: StepContext): Promise<WalkResult> {
  try {
    return await loadOne(walk, tools, context);
  } catch (thrown) {
    context.signal.throwIfAborted();
    const warnings = [`The clip is written, but cannot be shown: ${toGaitError(thrown).message}`];
    return { walk, folder: null, address: null, fromStore: false, summary: '', warnings };
  }
}
