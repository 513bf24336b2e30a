import { gaitAmongOthers, words } from './cells.mjs';

/** Gait cells in a notebook of Jupyter's. */
export const inJupyter = [
  words(
    'intro',
    `
# Gait cells in a Jupyter notebook

This is an ordinary \`.ipynb\`. Its gait cells are marked as such in the cell's metadata (in VS Code: the language at the lower right of a cell), and run with the kernel **Gait**. Cells of other languages run with the kernel of that language: choose it above, as ever.

Pictures of people are kept with head and surroundings blurred, unless a cell says otherwise. This walker is rendered, and is shown as it is.`,
  ),
  gaitAmongOthers(
    'load',
    `
step: load-video
video: walker-oblique.mp4
height_m: 1.72
as: walks`,
  ),
  gaitAmongOthers(
    'pose',
    `
step: extract-pose
video: walks
profile: fast
as: poses`,
  ),
  gaitAmongOthers(
    'events',
    `
step: detect-events
pose: poses
as: gait`,
  ),
  gaitAmongOthers(
    'report',
    `
step: report
of: gait
output: results/in-jupyter`,
  ),
  words(
    'onwards',
    `
What the report has written is plain tables, so that other languages go on from here. In Python:

\`\`\`python
import pandas as pd
pd.read_csv('results/in-jupyter/study.csv')
\`\`\``,
  ),
];
