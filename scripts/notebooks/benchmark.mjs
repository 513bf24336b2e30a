import { gait, words } from './cells.mjs';

/** Profiles side by side on a clip whose truth is known. */
export const benchmark = [
  words(
    'intro',
    `
# Which profile?

A profile buys speed and memory with accuracy, or the other way round. What it costs on your computer and with your video is best measured there. This notebook runs two profiles on a short clip, each in a process of its own and in turn, and sets time, memory and error side by side.`,
  ),
  gait(
    'load',
    `
step: load-video
video: walker-side.mp4   # put your own video here
height_m: 1.72
as: walks`,
  ),
  words(
    'about-benchmark',
    `
The first round warms up and counts for nothing. With three profiles, three repeats and 120 frames, as they are without these keys, a benchmark takes some minutes. Stop it whenever you like: what is finished is kept.`,
  ),
  gait(
    'benchmark',
    `
step: benchmark
video: walks
profiles: [fast, balanced]   # add accurate, or one of your own
type: mediapipe              # pipeline measures all the way to the report
repeats: 2
frames: 60
baseline: false              # true measures balanced without optimizations, too
output: results/benchmark
as: comparison`,
  ),
  words(
    'how-to-read',
    `
## How to read it

- **Time and memory** are the median over the repeats, with the least and the most of them. Memory is the peak of all processes of a run together.
- **Accuracy**: this walker is rendered, so errors are against the truth. For a video of a person there is none: there the profiles are set against the most accurate of them, and against the truth of a rendered walker like the person.
- **Prediction**: what each profile would need for all walks of \`walks\`. The next \`extract-pose\` shows it beside what it really took.
- **Advice** ends in a button that writes the profile into the cell below. \`profile: auto\` with \`deadline_s\` chooses by the same figures each time.

The folder \`results/benchmark\` holds the same as text, as JSON, and as a page that opens anywhere.`,
  ),
  gait(
    'pose',
    `
step: extract-pose
video: walks
profile: fast
as: poses`,
  ),
];
