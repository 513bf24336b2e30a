import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Renders the clips that are not there yet with the same options. Returns them with their files. */
export async function rendered(context, clips) {
  const { kernel, folders, say } = context;
  const session = await kernel.createSession({ workingFolder: folders.clips, storeFolder: folders.store });
  try {
    for (const { name, options } of clips) {
      const file = clipFile(context, name);
      if (await isRendered(context, file, options)) continue;
      say(`render ${name}`);
      await session.run({ step: 'make-phantom', output: file, ...options });
    }
  } finally {
    await session.close();
  }
  return Promise.all(
    clips.map(async (clip) => {
      const file = clipFile(context, clip.name);
      return { ...clip, file, truth: await kernel.readTruth(file) };
    }),
  );
}

const clipFile = ({ folders }, name) => path.join(folders.clips, `${name}.mp4`);

async function isRendered({ kernel }, file, options) {
  if (!existsSync(file)) return false;
  const truth = await kernel.readTruth(file).catch(() => null);
  const asked = kernel.phantomOptions.parse(options);
  return truth !== null && JSON.stringify(truth.options) === JSON.stringify(asked);
}

/** The clip in a mirror, without loss beside its own. */
export function mirroredClip({ folders, tools }, clip) {
  const file = path.join(folders.clips, `${clip.name}-mirror.mp4`);
  execFileSync(tools.ffmpegPath, [
    ...['-v', 'error', '-y', '-i', clip.file],
    ...['-vf', 'hflip', '-c:v', 'libx264', '-qp', '0', '-pix_fmt', 'yuv420p', file],
  ]);
  return { ...clip, name: `${clip.name}-mirror`, file };
}

const cell = (value) =>
  value === undefined ? '' : Array.isArray(value) ? `"${value.join(' ')}"` : String(value);

/**
 * Analyses videos with one profile. Poses of an earlier run come from the store; what follows is always computed anew, as
 * the step detect-events does, so that no figure is older than the sources.
 * @param walks `{ name, file, walk }`, where `walk` holds further columns of a study table
 * @returns by name `{ events, cycles, curves, parameters, poseSpanS }`
 */
export async function analysed(context, profile, walks) {
  const { kernel, folders, say } = context;
  say(`analyse ${walks.length} recordings, ${profile}`);
  const columns = [...new Set(walks.flatMap(({ walk = {} }) => Object.keys(walk)))];
  const table = path.join(folders.work, `study-${profile}.csv`);
  const rows = walks.map(({ name, file, walk = {} }) => [
    file,
    name,
    ...columns.map((key) => cell(walk[key])),
  ]);
  await writeFile(table, [['path', 'id', ...columns], ...rows].map((row) => row.join(',')).join('\n'));
  const session = await kernel.createSession({
    workingFolder: folders.work,
    storeFolder: folders.store,
    settings: { performance_mode: profile, max_memory_mb: '80%' },
  });
  try {
    await session.run({ step: 'load-video', study: table, as: 'walks' });
    const { walks: found } = await session.run({ step: 'extract-pose', video: 'walks', as: 'poses' });
    const signal = kernel.defaultSettings.signal_processing;
    const analyses = new Map();
    for (const result of found) {
      if (result.error) throw new Error(`${result.walk.id}: ${result.error.message}`);
      const track = await kernel.recordingOf(result, result.folder, {}).read();
      const analysis = kernel.analyzeGait(track, { signal, walk: result.walk });
      analyses.set(result.walk.id, { ...analysis, poseSpanS: poseSpanS(track) });
    }
    return analyses;
  } finally {
    await session.close();
  }
}

/** The times of the first and the last frame in which a pose was found. */
function poseSpanS({ timeS, names, confidence }) {
  const isSeen = (_, frame) =>
    confidence.subarray(frame * names.length, (frame + 1) * names.length).some((trust) => trust > 0);
  return [timeS[timeS.findIndex(isSeen)] ?? Infinity, timeS[timeS.findLastIndex(isSeen)] ?? -Infinity];
}

/** Phantoms beside their truth: `{ clip, measured, compared }` of each, by one profile. */
export async function besideTruth(context, profile, clips, walkOf = () => ({})) {
  const { kernel } = context;
  const found = await analysed(
    context,
    profile,
    clips.map((clip) => ({ ...clip, walk: walkOf(clip) })),
  );
  return clips.map((clip) => {
    const measured = found.get(clip.name);
    const clock = { offsetS: 0, by: 'one clock', confidence: 1 };
    const compared = kernel.compareWalk(
      { id: clip.name },
      measured,
      kernel.phantomReference(clip.truth),
      clock,
    );
    return { clip, measured, compared };
  });
}
