/** Files of a data set: what it holds, and its frames as 32-bit floats of this machine's byte order. */
export const datasetFiles = {
  description: 'dataset.json',
  /** frames × features. */
  features: 'features.f32',
  /** frames × (targets of all groups, then their weights). */
  labels: 'labels.f32',
} as const;
