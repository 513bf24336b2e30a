import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../shared/errors';
import type { VideoInfo, Walk } from '../../shared/results';
import type { Settings } from '../../shared/settings';
import { isPhantomClip } from '../../phantom/truth';
import { addressOf } from '../store/address';
import { requestedWalks } from '../study/requests';
import { toWalks } from '../study/walks';
import type { VideoTools } from '../video/ffmpeg';
import { checkVideoFile, probeVideo } from '../video/probe';
import { mapWalks } from './map-walks';
import type { StepContext, StepDefinition, WalkResult } from './step';
import { readStrip, stripOf } from './video-strip';

/** Raised whenever what this step writes changes. */
const version = 1;
const infoFile = 'video.json';

/** What `load-video` keeps of a walk. */
export interface LoadedVideo {
  readonly info: VideoInfo;
  /** Digest of the video's bytes: what later addresses stand on. */
  readonly digest: string;
}

export async function readLoadedVideo(folder: string): Promise<LoadedVideo> {
  // Sound: this module wrote the file, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, infoFile), 'utf8')) as LoadedVideo;
}

export const loadVideo: StepDefinition<'load-video'> = {
  async run(step, context) {
    const { video, study, ...metadata } = step;
    const requests = await requestedWalks({ source: 'video', paths: video, study, metadata }, context);
    if (requests.length === 0) {
      throw badInput(
        study === undefined ? 'load-video needs a video or a study.' : 'The study has no videos.',
        'Give `video` (a path, a list or a glob) or `study` (a CSV table); landmark files are for load-landmarks.',
      );
    }
    const walks = toWalks(requests, 'video');
    const tools = await context.recorder.stage('start', () => context.tools());
    return {
      walks: await mapWalks(
        walks.map((walk) => ({ walk })),
        context,
        1,
        ({ walk }) => loadOne(walk, tools, context),
      ),
    };
  },
};

/** Whether pictures of a video are blurred: those of people are unless that is turned off, and a phantom is nobody. */
export const isBlurred = async (
  walk: Pick<Walk, 'path'>,
  { digest }: Pick<LoadedVideo, 'digest'>,
  { blur_faces: blurFaces }: Pick<Settings, 'blur_faces'>,
): Promise<boolean> => blurFaces && !(await isPhantomClip(walk.path, digest));

/** Opens one video. */
export async function loadOne(
  walk: Walk,
  tools: VideoTools,
  context: Pick<StepContext, 'settings' | 'store' | 'recorder' | 'signal' | 'limitMb'>,
): Promise<WalkResult> {
  const { store, recorder, signal } = context;
  await checkVideoFile(walk.path);
  const digest = await recorder.stage('digest', () => store.digest(walk.path, signal));
  const address = addressOf({
    step: 'load-video',
    version,
    inputs: { video: digest },
    parameters: {},
    engines: { ffmpeg: tools.ffmpegVersion },
  });
  const stored = await store.find(address);
  const folder =
    stored ??
    (await store.write(address, async (temporary) => {
      const info = await recorder.stage('probe', () => probeVideo(walk.path, tools, signal));
      await writeFile(path.join(temporary, infoFile), JSON.stringify({ info, digest } satisfies LoadedVideo));
    }));
  const video = await readLoadedVideo(folder);
  const strip = await stripOf(walk, video, await isBlurred(walk, video, context.settings), tools, context);
  const missing = strip.folder === null ? strip.missing : (await readStrip(strip.folder)).missing;
  const { info } = video;
  return {
    walk,
    folder,
    address,
    ...(strip.folder !== null && { stripFolder: strip.folder }),
    fromStore: stored !== null && strip.fromStore,
    summary: `${info.widthPx} × ${info.heightPx}, ${info.averageFps.toFixed(2)} frames/s, ${info.durationS.toFixed(2)} s`,
    warnings: [
      ...(info.variableFrameRate ? ['The frame rate varies; the real times of the frames are used.'] : []),
      ...(missing === null ? [] : [missing]),
    ],
  };
}
