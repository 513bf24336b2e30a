import { gait, words } from './cells.mjs';

/** From a video to a report: what somebody sees first. */
export const firstWalk = [
  words(
    'welcome',
    `
# A first walk

This notebook takes a short video of a walker, finds the pose in every frame, and makes gait events, parameters and a report of it. Press **Run All** above.

The walker is rendered, so that what is true of it is known: 110 steps a minute, 1.35 m a stride. Each cell below is one step. What a cell finds has a name (\`as\`), by which the next cell asks for it.`,
  ),
  gait(
    'load',
    `
step: load-video
video: walker-side.mp4
height_m: 1.72   # gives lengths a scale
as: walks`,
  ),
  words(
    'about-pose',
    `
The next cell takes the longest. While it runs it shows frames, frames per second and the time left, and how much memory all of its processes hold against the limit.

Then play the video with the skeleton on it, and see in the strip below where the walker was found.`,
  ),
  gait(
    'pose',
    `
step: extract-pose
video: walks
profile: fast   # try balanced or accurate
as: poses`,
  ),
  words(
    'about-events',
    `
Events are where a foot comes down (heel strike) and leaves the floor (toe-off). Point at a moment of the curves, and the players go there. Drag an event in the lane above the curves, add one or delete one, and write the corrections into a cell below: what was found stays as it was.`,
  ),
  gait(
    'events',
    `
step: detect-events
pose: poses
as: gait`,
  ),
  words(
    'about-report',
    `
The report is one HTML page with tables of the events, cycles, curves and parameters beside it, in the folder \`results\`. Open its \`report.html\` in a browser.`,
  ),
  gait(
    'report',
    `
step: report
of: gait
output: results/first-walk`,
  ),
  words(
    'next',
    `
## Now change something

- Set \`profile: balanced\` in the pose cell, and press **Run All** again. Cells that would give the same as before answer at once.
- Set \`filter_cutoff_hz: 4\` in the cell that detects events, and run it alone: only what comes after it is marked as changed.
- Put a video of your own beside this notebook, write its name into the first cell, and set \`height_m\` to the height of your walker. Stored pictures show people with their heads and surroundings blurred; this walker is rendered and nobody, so it is shown as it is.
- Five more notebooks stand here: \`two-walks\` (two walks as one study, set against what is true of them), \`phantom-first\` (a walker rendered as you ask for it), \`train-folds\` (a network that learns contacts of the feet, judged on walkers that it never saw), \`benchmark\` (which profile suits your computer) and \`in-jupyter\` (gait cells in a Jupyter notebook).`,
  ),
];
