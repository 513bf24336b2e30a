import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { phantomJoints } from '../../../phantom/body';
import { truthOf, type PhantomTruth } from '../../../phantom/truth';
import { phantomOptions } from '../../../shared/phantom-options';
import type { KeypointTrack } from '../../../shared/results';
import { formatTrc } from '../../landmarks/trc';
import { makeFolder } from '../../store/make-folder';

const subjects = 8;
const secondsEach = 8;

/**
 * Writes the data set that training is measured on: walkers that differ in build, cadence and stride, as landmark files
 * with their exact labels. It is the same on every machine, and needs neither a video nor data of the user's.
 * @returns the table of the study.
 */
export async function writeTrainingLoad(folder: string): Promise<string> {
  await makeFolder(folder);
  const rows = ['path,id,subject,labels'];
  for (let subject = 1; subject <= subjects; subject++) {
    const truth = truthOf(
      phantomOptions.parse({
        duration_s: secondsEach,
        seed: subject,
        cadence_steps_per_min: 92 + 4 * subject,
        stride_length_m: 1.1 + 0.03 * subject,
        height_m: 1.6 + 0.025 * subject,
      }),
    );
    const id = `walker-${subject}`;
    await writeFile(path.join(folder, `${id}.trc`), [...formatTrc(trackOf(truth), `${id}.trc`)].join(''));
    await writeFile(path.join(folder, `${id}.csv`), labelsOf(truth));
    rows.push(`${id}.trc,${id},${id},${id}.csv`);
  }
  const table = path.join(folder, 'study.csv');
  await writeFile(table, `${rows.join('\n')}\n`);
  return table;
}

/** The exact joints as a motion capture would give them. */
const trackOf = ({ frames }: PhantomTruth): KeypointTrack => ({
  names: phantomJoints,
  timeS: Float64Array.from(frames, ({ timeS }) => timeS),
  position: Float64Array.from(
    frames.flatMap(({ joints3d }) => phantomJoints.flatMap((joint) => joints3d[joint])),
  ),
  confidence: new Float32Array(frames.length * phantomJoints.length).fill(1),
  unit: 'm',
});

const labelsOf = ({ events }: PhantomTruth): string =>
  ['time_s,side,event', ...events.map(({ time_s, side, event }) => `${time_s},${side},${event}`), ''].join(
    '\n',
  );
