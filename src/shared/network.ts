/** What a network predicts of a window: every frame, or its middle frame from the mean over all of them. */
export type NetworkHead = 'frame' | 'pooled';

/**
 * A temporal convolutional network (Bai, Kolter and Koltun 2018, with batch normalisation): one convolution, then
 * residual blocks of two dilated convolutions each. Plain data, the same for every engine.
 */
export interface NetworkDescription {
  /** Features of a frame. */
  readonly features: number;
  readonly windowFrames: number;
  readonly filters: number;
  readonly blocks: number;
  /** Frames that a convolution spans; odd unless causal. */
  readonly kernelSize: number;
  readonly dropoutRate: number;
  /** Sees the past alone; otherwise as far back as ahead. */
  readonly causal: boolean;
  readonly head: NetworkHead;
  /** Outputs come in groups of classes: one class is a sigmoid, more are a softmax. */
  readonly groups: number;
  readonly classes: number;
}

/** One array of weights. Those that are not trained are the moving means and variances of batch normalisation. */
export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trained: boolean;
}

/** Dilation of each block's convolutions: 1, 2, 4, … */
export const dilationsOf = ({ blocks }: Pick<NetworkDescription, 'blocks'>): number[] =>
  Array.from({ length: blocks }, (_, block) => 2 ** block);

/** Frames that one output sees, itself among them; the pooled head sees the window. */
export function receptiveFieldFrames(network: NetworkDescription): number {
  const { kernelSize, head, windowFrames } = network;
  if (head === 'pooled') return windowFrames;
  const dilated = dilationsOf(network).reduce((sum, dilation) => sum + 2 * dilation, 1);
  return 1 + (kernelSize - 1) * dilated;
}

/** Numbers that the network puts out for each frame it predicts: groups × classes. */
export const outputWidth = ({ groups, classes }: Pick<NetworkDescription, 'groups' | 'classes'>): number =>
  groups * classes;

/** Frames of a window that get a prediction. */
export const predictedFrames = ({
  head,
  windowFrames,
}: Pick<NetworkDescription, 'head' | 'windowFrames'>): number => (head === 'frame' ? windowFrames : 1);

/** Every array of weights in the order in which engines take and give them. */
export function parameterShapes(network: NetworkDescription): ParameterShape[] {
  const { features, filters, kernelSize } = network;
  const convolution = (name: string, from: number): ParameterShape[] => [
    { name: `${name}/kernel`, shape: [kernelSize, from, filters], trained: true },
    { name: `${name}/bias`, shape: [filters], trained: true },
  ];
  const normalisation = (name: string): ParameterShape[] => [
    { name: `${name}/gamma`, shape: [filters], trained: true },
    { name: `${name}/beta`, shape: [filters], trained: true },
    { name: `${name}/moving_mean`, shape: [filters], trained: false },
    { name: `${name}/moving_variance`, shape: [filters], trained: false },
  ];
  const blocks = dilationsOf(network).flatMap((_, block) =>
    [1, 2].flatMap((part) => [
      ...convolution(`block${block + 1}_conv${part}`, filters),
      ...normalisation(`block${block + 1}_norm${part}`),
    ]),
  );
  return [
    ...convolution('input_conv', features),
    ...blocks,
    { name: 'head/kernel', shape: [filters, outputWidth(network)], trained: true },
    { name: 'head/bias', shape: [outputWidth(network)], trained: true },
  ];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** Numbers that training changes. */
export const trainedParameters = (network: NetworkDescription): number =>
  parameterShapes(network)
    .filter(({ trained }) => trained)
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/**
 * Floating-point operations of one training step over so many windows: the matrix products of the convolutions and the
 * head, forward once and backward twice; everything else is small beside them.
 */
export function flopsPerStep(network: NetworkDescription, windows: number): number {
  const { windowFrames, features, filters, kernelSize, blocks } = network;
  const convolutions = kernelSize * filters * (features + 2 * blocks * filters) * windowFrames;
  const head = filters * outputWidth(network) * predictedFrames(network);
  return 3 * 2 * windows * (convolutions + head);
}
