/**
 * The one file that talks to ffmpeg, through `fluent-ffmpeg`. That package is archived. What it does here is small:
 * it finds nothing, it only puts a command line together, starts the process and splits its messages into lines;
 * `spawn` of `node:child_process` with the same arguments would replace it.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import createCommand, { type FfmpegCommand } from 'fluent-ffmpeg';
import { badInput } from '../../shared/errors';
import { packageRoot } from '../package-files';

export interface VideoTools {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** As ffmpeg states it: `7.1.1`, `5.1.9-0+deb12u1`, or a build number such as `N-47683-g0e8eb07980-static`. */
  readonly ffmpegVersion: string;
  readonly source: 'setting' | 'PATH' | 'package';
}

/** Files and pipes only: a playlist or a manifest named .mp4 must not fetch anything from anywhere. */
const localOnly = ['-protocol_whitelist', 'file,pipe'];

const executable = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

async function versionOf(program: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(program, ['-version'], { windowsHide: true });
    return /^ff(?:mpeg|probe) version (\S+)/.exec(stdout)?.[1] ?? null;
  } catch {
    return null;
  }
}

async function usablePair(
  source: VideoTools['source'],
  ffmpegPath: string,
  ffprobePath: string,
): Promise<VideoTools | null> {
  const [ffmpegVersion, ffprobeVersion] = await Promise.all([versionOf(ffmpegPath), versionOf(ffprobePath)]);
  if (ffmpegVersion === null || ffprobeVersion === null) return null;
  return { ffmpegPath, ffprobePath, ffmpegVersion, source };
}

const onPath = (name: string): string | null =>
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, executable(name)))
    .find((file) => existsSync(file)) ?? null;

/** The binary that an installer package carries for this platform, if it carries one. */
function inPackage(name: string): string | null {
  try {
    const require = createRequire(path.join(packageRoot, 'package.json'));
    return (require(name) as { path: string }).path;
  } catch {
    return null; // not installed, or nothing for this platform
  }
}

/**
 * Finds ffmpeg and ffprobe: what the setting names, else the PATH, else the binaries in the installed npm packages.
 * @param ffmpegPath The setting `ffmpeg_path`: an ffmpeg, with its ffprobe beside it.
 * @param workingFolder Where a relative `ffmpeg_path` starts from.
 * @throws {GaitError} `bad-input` where the setting is wrong, or nothing usable is found.
 */
export async function findVideoTools(ffmpegPath?: string | null, workingFolder = '.'): Promise<VideoTools> {
  if (ffmpegPath !== undefined && ffmpegPath !== null) {
    const ffmpeg = path.resolve(workingFolder, ffmpegPath);
    const ffprobe = path.join(path.dirname(ffmpeg), executable('ffprobe'));
    const tools = await usablePair('setting', ffmpeg, ffprobe);
    if (tools !== null) return tools;
    const broken = (await versionOf(ffmpeg)) === null ? ffmpeg : ffprobe;
    throw badInput(
      `ffmpeg_path does not work: ${broken} ${existsSync(broken) ? 'does not run' : 'does not exist'}.`,
      'Give the path of an ffmpeg program that has ffprobe beside it, or set ffmpeg_path to null.',
    );
  }
  const candidates = [
    ['PATH', onPath('ffmpeg'), onPath('ffprobe')],
    ['package', inPackage('@ffmpeg-installer/ffmpeg'), inPackage('@ffprobe-installer/ffprobe')],
  ] as const;
  for (const [source, ffmpeg, ffprobe] of candidates) {
    const tools = ffmpeg !== null && ffprobe !== null ? await usablePair(source, ffmpeg, ffprobe) : null;
    if (tools !== null) return tools;
  }
  throw badInput(
    'No usable ffmpeg and ffprobe were found, neither on the PATH nor in the installed packages.',
    'Install ffmpeg (for example "apt install ffmpeg" or "brew install ffmpeg"), or set ffmpeg_path.',
  );
}

/**
 * Whether this ffmpeg says `-fps_mode passthrough` (5.1 and later) for what older ones call `-vsync 0`,
 * and the newest no longer understand.
 */
export function hasFpsMode(version: string): boolean {
  const build = /^N-(\d+)/.exec(version)?.[1];
  if (build !== undefined) return Number(build) >= 107_500;
  const [major = 0, minor = 0] = version.replace(/^n/, '').split('.').map(Number.parseFloat);
  return major > 5 || (major === 5 && minor >= 1);
}

/** The option that hands frames on as they come, none repeated or dropped. */
export const passthrough = (version: string): readonly string[] =>
  hasFpsMode(version) ? ['-fps_mode', 'passthrough'] : ['-vsync', '0'];

/** What ffprobe says of a file, streams and container; rotation of side data is a key of its stream. */
export interface ProbeData {
  readonly streams: readonly Readonly<Record<string, unknown>>[];
  readonly format: Readonly<Record<string, unknown>>;
}

/** Runs ffprobe on a local file. Rejects with ffprobe's own words where it cannot make sense of it. */
export function runFfprobe(file: string, tools: VideoTools): Promise<ProbeData> {
  return new Promise((resolve, reject) => {
    const command = createCommand(file).setFfprobePath(tools.ffprobePath);
    withoutConverters(() => {
      command.ffprobe(['-v', 'error', ...localOnly], (error: Error | null, data: unknown) => {
        if (error === null)
          resolve(data as ProbeData); // what fluent-ffmpeg makes of ffprobe's lines
        else reject(error);
      });
    });
  });
}

/**
 * Starts a process with no way to the system's converters of text: the packaged ffprobe, which is linked statically,
 * crashes in them on the names of stations in MPEG transport streams (camcorders write these).
 */
function withoutConverters(start: () => void): void {
  const before = process.env['GCONV_PATH'];
  process.env['GCONV_PATH'] = '/nonexistent';
  start();
  if (before === undefined) delete process.env['GCONV_PATH'];
  else process.env['GCONV_PATH'] = before;
}

export interface FfmpegRequest {
  readonly tools: VideoTools;
  /** A file, or bytes to be fed in. */
  readonly input: string | Readable;
  readonly inputOptions: readonly string[];
  readonly outputOptions: readonly string[];
  /** Called with each line that ffmpeg says on its standard error. */
  readonly onLine?: (line: string) => void;
}

export interface RunningFfmpeg {
  /** What ffmpeg writes. It ends when ffmpeg does. */
  readonly output: PassThrough;
  /** Resolves when ffmpeg has ended: its exit error, or null where it ended well. Never rejects. */
  readonly ended: Promise<Error | null>;
  /** Ends ffmpeg at once; harmless afterwards. */
  readonly kill: () => void;
}

/**
 * Keeps fluent-ffmpeg from running ffmpeg twice beforehand to list its formats and encoders: those used here are in
 * every build, and each start of a process counts this one's memory twice for a moment.
 */
function withoutQuestions(command: FfmpegCommand): FfmpegCommand {
  const known = { canMux: true, canDemux: true };
  return Object.assign(command, {
    availableFormats: (answer: (error: null, formats: object) => void) => {
      answer(null, { rawvideo: known, image2pipe: known });
    },
    availableEncoders: (answer: (error: null, encoders: object) => void) => {
      answer(null, {});
    },
  });
}

/**
 * Starts ffmpeg. It cannot outlive this process: its output pipe breaks then, and the next write ends it.
 */
export function startFfmpeg(request: FfmpegRequest): RunningFfmpeg {
  const { tools, input, onLine } = request;
  // Not closed by itself: fluent-ffmpeg takes a closed stream for a broken one and kills ffmpeg.
  const output = new PassThrough({ autoDestroy: false });
  const command = withoutQuestions(createCommand({ source: input, stdoutLines: 50 }))
    .setFfmpegPath(tools.ffmpegPath)
    .inputOptions(['-hide_banner', '-nostats', ...localOnly, ...request.inputOptions])
    .outputOptions([...request.outputOptions]);
  if (typeof input === 'string') command.inputOptions('-nostdin');
  if (onLine !== undefined) command.on('stderr', onLine);

  let killed = false;
  const ended = new Promise<Error | null>((resolve) => {
    command.on('start', () => {
      if (killed) command.kill('SIGKILL');
    });
    command.on('error', (error: Error) => {
      if ('syscall' in error) output.end(); // it never started, so nothing else ends the output
      resolve(error);
    });
    command.on('end', () => {
      resolve(null);
    });
  });
  command.pipe(output, { end: true });
  return {
    output,
    ended,
    kill: () => {
      killed = true;
      command.kill('SIGKILL');
    },
  };
}
