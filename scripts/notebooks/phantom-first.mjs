import { gait, words } from './cells.mjs';

/** A walker made to measure, then analysed: a check of the whole chain without anybody's recording. */
export const phantomFirst = [
  words(
    'intro',
    `
# A phantom first

How well would a slow walk be measured with your camera, before anybody walks? This notebook renders a walker as you ask for it, analyses the video like any other, and sets what it finds against what is true. Rendering takes the longest of it.`,
  ),
  gait(
    'phantom',
    `
step: make-phantom
output: results/phantom/slow-walk.mp4
cadence_steps_per_min: 90
stride_length_m: 1.1
height_m: 1.72
camera: following
duration_s: 6
seed: 7
as: phantom`,
  ),
  gait(
    'load',
    `
step: load-video
video: results/phantom/slow-walk.mp4
height_m: 1.72
as: walks`,
  ),
  gait(
    'pose',
    `
step: extract-pose
video: walks
profile: fast
as: poses`,
  ),
  gait(
    'events',
    `
step: detect-events
pose: poses
as: gait`,
  ),
  gait(
    'truth',
    `
step: compare
of: gait
output: results/phantom/truth
as: against-truth`,
  ),
  words(
    'next',
    `
Change \`view_deg\`, \`gait\` or \`shutter_share\` of the phantom and run all again to see what a camera that stands askew, another gait, or blur from motion do to the figures. A phantom verifies the chain from pixels to parameters; it does not validate it on people.`,
  ),
];
