import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomically } from '../../store/atomic-file';
import { unfinishedCheckpoint } from '../../store/checkpoints';
import type { LoopState } from './loop';

/** Raised whenever the layout changes. */
const version = 1;

/** The head of the file, before its 32-bit floats; lists of arrays are kept as their lengths. */
const headSchema = z.object({
  version: z.literal(version),
  seed: z.number(),
  history: z.array(
    z.object({
      epoch: z.number(),
      loss: z.number(),
      validationLoss: z.number().nullable(),
      score: z.number(),
      learningRate: z.number(),
      seconds: z.number(),
    }),
  ),
  watch: z.object({
    learningRate: z.number(),
    best: z.object({ loss: z.number(), epoch: z.number() }).nullable(),
    plateauEpochs: z.number(),
  }),
  steps: z.number(),
  lengths: z.object({
    parameters: z.array(z.number()),
    firstMoments: z.array(z.number()),
    secondMoments: z.array(z.number()),
    best: z.array(z.number()).nullable(),
  }),
});
type Head = z.infer<typeof headSchema>;

/**
 * Keeps how a run stands: a process that is killed, at whatever moment, leaves this state or the one before.
 * @throws what the system says where the disk is full or the file cannot be written.
 */
export const writeCheckpoint = (file: string, state: LoopState): Promise<void> =>
  writeFileAtomically(file, encodeCheckpoint(state), { temporary: unfinishedCheckpoint(file) });

/** The state that a file holds; null where there is none, or none that this version can go on from. */
export async function readCheckpoint(file: string): Promise<LoopState | null> {
  const bytes = await readFile(file).catch(() => null);
  return bytes && decodeCheckpoint(bytes);
}

const lengthsOf = (arrays: readonly Float32Array[]): number[] => arrays.map(({ length }) => length);

/** The pure part of {@link writeCheckpoint}: length of the head, head as JSON, floats. */
export function encodeCheckpoint({ seed, history, watch, best, trainer }: LoopState): Uint8Array {
  const { steps, parameters, firstMoments, secondMoments } = trainer;
  const head: Head = {
    version,
    seed,
    history: [...history],
    watch,
    steps,
    lengths: {
      parameters: lengthsOf(parameters),
      firstMoments: lengthsOf(firstMoments),
      secondMoments: lengthsOf(secondMoments),
      best: best && lengthsOf(best),
    },
  };
  const json = Buffer.from(JSON.stringify(head));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(json.length);
  const arrays = [parameters, firstMoments, secondMoments, best ?? []].flat();
  return Buffer.concat([size, json, ...arrays.map((array) => bytesOf(array))]);
}

/** The pure part of {@link readCheckpoint}. */
export function decodeCheckpoint(bytes: Buffer): LoopState | null {
  if (bytes.length < 4) return null;
  const floatsAt = 4 + bytes.readUInt32LE();
  const head = headSchema.safeParse(parsedOrNull(bytes.subarray(4, floatsAt).toString()));
  if (!head.success) return null;
  const { seed, history, watch, steps, lengths } = head.data;
  const counts = [lengths.parameters, lengths.firstMoments, lengths.secondMoments, lengths.best ?? []];
  const floats = counts.flat().reduce((sum, length) => sum + length, 0);
  if (bytes.length !== floatsAt + 4 * floats) return null;
  let at = floatsAt;
  const take = (wanted: readonly number[]): Float32Array[] =>
    wanted.map((length) => {
      // A copy of its own: the floats of a file need not lie at a multiple of four.
      const array = new Float32Array(length);
      bytes.copy(bytesOf(array), 0, at, (at += 4 * length));
      return array;
    });
  const parameters = take(lengths.parameters);
  const firstMoments = take(lengths.firstMoments);
  const secondMoments = take(lengths.secondMoments);
  const best = lengths.best && take(lengths.best);
  return { seed, history, watch, best, trainer: { steps, parameters, firstMoments, secondMoments } };
}

/** The bytes of an array as they lie in memory, which is little-endian wherever this runs. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
