import { gait, words } from './cells.mjs';

/** Four walkers, two of them made here, and a small network that learns when their feet are on the floor. */
export const trainFolds = [
  words(
    'intro',
    `
# Train folds

A network learns to tell from the pose when each foot is on the floor, and is judged only by walkers that it never saw. Four walkers are enough to see how that goes, and far too few for a network that is worth anything: for your own, take dozens of people. Two walkers are shipped; two more are rendered here.`,
  ),
  gait(
    'slow',
    `
step: make-phantom
output: results/train-folds/slow-walk.mp4
cadence_steps_per_min: 95
stride_length_m: 1.15
height_m: 1.62
width_px: 480
height_px: 270
seed: 11
as: slow-phantom`,
  ),
  gait(
    'brisk',
    `
step: make-phantom
output: results/train-folds/brisk-walk.mp4
cadence_steps_per_min: 122
stride_length_m: 1.5
height_m: 1.84
direction: left
width_px: 480
height_px: 270
seed: 12
as: brisk-phantom`,
  ),
  gait(
    'load',
    `
step: load-video
video:
  - walker-side.mp4
  - walker-oblique.mp4
  - results/train-folds/slow-walk.mp4
  - results/train-folds/brisk-walk.mp4
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
  words(
    'about-folds',
    `
## Four folds

Each fold holds one walker out, keeps one aside to know when to stop, and trains on the other two. The labels are the phantoms' own truth; of recordings of people they come from a table (\`labels\`), from events that were corrected by hand (\`edit-events\`), or from another system's events.

While it trains, the loss and the share of labels that are right are drawn, a line a fold. Stop it whenever you like: folds that are finished are kept, and the others go on where they were when the cell is run again.`,
  ),
  gait(
    'train',
    `
step: train-folds
data: poses
n_folds: 4
validation_split: 0.34
num_filters: 12
num_blocks: 3
window_size: 48
overlap: 0.75
batch_size: 8
epochs: 25
learning_rate: 0.005
seed: 3
output: results/train-folds
as: contact-model`,
  ),
  words(
    'how-to-read',
    `
## How to read it

The network stands beside two baselines on the same walks: always the commonest class, and the rule of \`detect-events\`. A network that is no better than the rule is not worth its trouble. In the confusion matrix, rows are what is true and columns what the network said. \`results/train-folds\` has all figures, pictures, and one model a fold with a card that says what it was made from.`,
  ),
];
