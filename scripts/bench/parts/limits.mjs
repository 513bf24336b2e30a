import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { sampleClip } from '../clips.mjs';
import { judged, told } from '../figures.mjs';
import { differingTables, digestTables } from '../results.mjs';
import { analyze, inLanes } from '../run-gait.mjs';
import { leastLimitMb } from '../least-limit.mjs';

export const title = 'The same study at three limits, with one or two workers';
export const notes = ['Three walks; decoded tables compared with those of the first run, reports left out.'];

const profile = 'fast';
/** Beside the least limit that does. */
const otherLimitsMb = [800, 1024];
const workerCounts = [1, 2];

export async function measure(context) {
  const clips = [
    sampleClip(context, 'walker-side', 60),
    sampleClip(context, 'walker-oblique', 60),
    sampleClip(context, 'walker-side', 90),
  ];
  const study = path.join(context.folder, 'three-walks.csv');
  writeFileSync(study, ['path,subject', ...clips.map((clip, index) => `${clip},S${index + 1}`)].join('\n'));
  const leastMb = await leastLimitMb(context, profile, clips);
  const variants = [leastMb, ...otherLimitsMb].flatMap((limitMb) =>
    workerCounts.map((workers) => ({ limitMb, workers })),
  );
  const runs = await inLanes(
    Math.min(2, context.cores),
    variants.map(({ limitMb, workers }) => async () => {
      context.say(`${limitMb} MB, ${workers} worker(s)`);
      const { output, records, failure } = await analyze(context, {
        mayFail: true,
        args: [
          ...['--study', study, '--performance-mode', profile, '--max-memory', String(limitMb)],
          ...['--set', `io_optimization.max_workers=${workers}`],
        ],
      });
      const planned = records['extract-pose']?.plan?.workers ?? 'none';
      const digests = failure === null ? await digestTables(output) : new Map();
      return { name: `${limitMb} MB, ${workers} → ${planned}`, digests, failure };
    }),
  );
  const reference = runs.find(({ failure }) => failure === null)?.digests ?? new Map();
  const differing = runs.filter(({ digests }) => differingTables(reference, digests).length > 0);
  const reasons = differing.map(({ name, failure }) => `; ${name}: ${failure ?? 'other tables'}`);
  return [
    judged(
      'runs with equal tables',
      'all',
      `${runs.length - differing.length} of ${runs.length}, ${reference.size} tables each${reasons.join('')}`,
      differing.length === 0 && reference.size > 0,
    ),
    told('limit, most workers → workers planned', runs.map(({ name }) => name).join('; ')),
  ];
}
