import { gait, words } from './cells.mjs';

/** A study of two recordings, set against the truth, with events corrected by hand. */
export const twoWalks = [
  words(
    'intro',
    `
# Two walks as one study

A study may hold any number of walks: a list of files, a pattern such as \`*.mp4\`, or a table. Every step goes over all of them. Here one walker is seen from the side, and one from 25 degrees in front of it, walking the other way.`,
  ),
  gait(
    'load',
    `
step: load-video
video:
  - walker-side.mp4
  - walker-oblique.mp4
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
  words(
    'about-truth',
    `
## How far from the truth?

Both walkers are rendered, and their truth lies in a file beside each video. Without \`with\`, a comparison takes what it finds there. With recordings of people, name another result instead: of another method, or of a motion capture system (\`load-landmarks\`).`,
  ),
  gait(
    'truth',
    `
step: compare
of: gait
output: results/two-walks/truth
as: against-truth`,
  ),
  words(
    'about-hand',
    `
## Corrected by hand

Corrections are a step of their own: they say who made them and why, and what was detected stays as it was. In the report such events are marked.`,
  ),
  gait(
    'by-hand',
    `
step: edit-events
of: gait
edits:
  - edit: move
    walk: walker-oblique
    side: left
    event: heel_strike
    time_s: 3.147
    to_s: 3.135
    author: A. Reader
    at: 2026-01-15
    reason: Frame by frame, the heel is down a little earlier.
as: corrected`,
  ),
  gait(
    'both',
    `
step: compare
of: corrected
with: gait
output: results/two-walks/by-hand
as: against-detected`,
  ),
  gait(
    'report',
    `
step: report
of: corrected
output: results/two-walks/report`,
  ),
];
