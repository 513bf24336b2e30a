// Renders the sample clips and their truth again: npm run samples (after a change to the phantom).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSession } from '../dist/index.js';

/** The side view fills the picture; the other one is seen from in front, walks the other way, and is passed by. */
const samples = {
  'walker-side': { camera: 'following', duration_s: 7, seed: 1 },
  'walker-oblique': {
    direction: 'left',
    view_deg: 25,
    cadence_steps_per_min: 104,
    stride_length_m: 1.25,
    duration_s: 5,
    seed: 2,
  },
};

const storeFolder = await mkdtemp(path.join(tmpdir(), 'gait-samples-'));
const session = await createSession({
  workingFolder: path.join(import.meta.dirname, '../samples'),
  storeFolder,
});
try {
  for (const [name, options] of Object.entries(samples)) {
    const { files } = await session.run({ step: 'make-phantom', output: `${name}.mp4`, ...options });
    console.log(files.join('\n'));
  }
} finally {
  await session.close();
  await rm(storeFolder, { recursive: true, force: true });
}
