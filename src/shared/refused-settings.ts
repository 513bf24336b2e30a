/** Why a key is not taken, and what to do instead. */
export interface Refusal {
  readonly why: string;
  readonly instead: string;
}

/** Keys that this version cannot honour as they stand. */
export const refusedKeys: Readonly<Record<string, Refusal>> = {
  batch_size: {
    why: 'By itself it may mean frames handed on at once, or a batch of training examples.',
    instead:
      'For frames write "io_optimization": { "batch_size": 64 }, for training "training": { "batch_size": 64 }.',
  },
};

const noGraphicsCard: Refusal = {
  why: 'Neither engine trains on a graphics card: TensorFlow.js computes on the processor here, in WebAssembly or in tfjs-node.',
  instead: 'Leave it out; for speed install tfjs-node, as gait doctor says.',
};

/** Keys that nothing here can honour, in whatever group they stand. */
export const refusedInGroups: Readonly<Record<string, Refusal>> = {
  gpu: noGraphicsCard,
  use_gpu: noGraphicsCard,
};

/** Keys that a profile may not hold. */
export const refusedInProfiles: Readonly<Record<string, Refusal>> = {
  signal_processing: {
    why: "A profile buys speed and memory; it must not move a subject's angles or events.",
    instead: 'Set it outside performance_profiles; it then holds for every profile.',
  },
  deadline_s: {
    why: 'A deadline chooses among profiles; it is no part of one.',
    instead: 'Set it outside performance_profiles, with performance_mode "auto".',
  },
  blur_faces: {
    why: "Showing people's faces is a decision about them, not about speed.",
    instead: 'Set it outside performance_profiles, knowingly.',
  },
  ffmpeg_path: {
    why: 'Where ffmpeg lies is a matter of the machine.',
    instead: 'Set it outside performance_profiles.',
  },
  tfjs_node_path: {
    why: 'Where tfjs-node lies is a matter of the machine.',
    instead: 'Set it outside performance_profiles.',
  },
  node_path: {
    why: 'Where Node.js lies is a matter of the machine.',
    instead: 'Set it outside performance_profiles.',
  },
  performance_profiles: {
    why: 'Profiles do not hold profiles.',
    instead: 'Put them side by side, and name the one to start from in performance_mode.',
  },
};

/** Keys that are also taken at the top level, where people write them, and the group each belongs to. */
export const topLevelSpellings: Readonly<Record<string, string>> = {
  model_complexity: 'mediapipe',
  min_detection_confidence: 'mediapipe',
  min_tracking_confidence: 'mediapipe',
  smooth_landmarks: 'mediapipe',
  enable_segmentation: 'mediapipe',
  num_filters: 'training',
  num_blocks: 'training',
  kernel_size: 'training',
  dropout_rate: 'training',
  epochs: 'training',
  n_folds: 'training',
  window_size: 'training',
  overlap: 'training',
  mixed_precision: 'model_optimization',
};
