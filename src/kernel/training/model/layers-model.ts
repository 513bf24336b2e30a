import {
  dilationsOf,
  parameterShapes,
  type NetworkDescription,
  type ParameterShape,
} from '../../../shared/network';

/** What `model.json` of a LayersModel holds; Keras and TensorFlow.js read it. */
export interface LayersModel {
  readonly format: 'layers-model';
  readonly generatedBy: string;
  readonly convertedBy: null;
  readonly modelTopology: unknown;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly { name: string; shape: readonly number[]; dtype: 'float32' }[];
  }[];
  /** The same network in our own terms, so that reading needs no guessing. */
  readonly userDefinedMetadata: { readonly network: NetworkDescription };
}

interface Layer {
  readonly class_name: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inbound_nodes: unknown;
}

/** Builds the list of layers from the first to the last; each says which ones it follows. */
class Topology {
  readonly layers: Layer[] = [];

  add(kind: string, name: string, config: Layer['config'], ...after: readonly string[]): string {
    this.layers.push({
      class_name: kind,
      name,
      config: { name, trainable: true, dtype: 'float32', ...config },
      inbound_nodes: after.length === 0 ? [] : [after.map((layer) => [layer, 0, 0, {}])],
    });
    return name;
  }
}

/** The network as layers of Keras. */
export function layersModel(network: NetworkDescription, weightsFile: string): LayersModel {
  return {
    format: 'layers-model',
    generatedBy: 'Gait Notebook',
    convertedBy: null,
    modelTopology: { keras_version: '2.15.0', backend: 'tensorflow', model_config: modelConfig(network) },
    weightsManifest: [
      {
        paths: [weightsFile],
        weights: parameterShapes(network).map(({ name, shape }: ParameterShape) => ({
          name,
          shape,
          dtype: 'float32',
        })),
      },
    ],
    userDefinedMetadata: { network },
  };
}

function modelConfig(network: NetworkDescription): object {
  const { windowFrames, features, filters, kernelSize, dropoutRate, causal } = network;
  const topology = new Topology();
  const convolution = (name: string, dilation: number, after: string): string =>
    topology.add(
      'Conv1D',
      name,
      {
        filters,
        kernel_size: [kernelSize],
        strides: [1],
        padding: causal ? 'causal' : 'same',
        data_format: 'channels_last',
        dilation_rate: [dilation],
        activation: 'linear',
        use_bias: true,
      },
      after,
    );
  const input = topology.add('InputLayer', 'windows', {
    batch_input_shape: [null, windowFrames, features],
    sparse: false,
  });
  let last = convolution('input_conv', 1, input);
  dilationsOf(network).forEach((dilation, index) => {
    const block = `block${index + 1}`;
    const straight = last;
    for (const part of [1, 2]) {
      last = convolution(`${block}_conv${part}`, dilation, last);
      const normalisation = { axis: 2, momentum: 0.99, epsilon: 1e-3, center: true, scale: true };
      last = topology.add('BatchNormalization', `${block}_norm${part}`, normalisation, last);
      last = topology.add('Activation', `${block}_relu${part}`, { activation: 'relu' }, last);
      if (dropoutRate > 0) {
        last = topology.add('Dropout', `${block}_dropout${part}`, { rate: dropoutRate }, last);
      }
    }
    last = topology.add('Add', `${block}_sum`, {}, straight, last);
    last = topology.add('Activation', `${block}_relu`, { activation: 'relu' }, last);
  });
  const output = addHead(topology, network, last);
  return {
    class_name: 'Functional',
    config: {
      name: 'gait_network',
      layers: topology.layers,
      input_layers: [[input, 0, 0]],
      output_layers: [[output, 0, 0]],
    },
  };
}

function addHead(topology: Topology, network: NetworkDescription, after: string): string {
  const { head, groups, classes, windowFrames } = network;
  const last =
    head === 'frame'
      ? after
      : topology.add('GlobalAveragePooling1D', 'mean', { data_format: 'channels_last' }, after);
  const dense = { units: groups * classes, activation: classes === 1 ? 'sigmoid' : 'linear', use_bias: true };
  const outputs = topology.add('Dense', 'head', dense, last);
  if (classes === 1) return outputs;
  const target_shape = [...(head === 'frame' ? [windowFrames] : []), groups, classes];
  const grouped = topology.add('Reshape', 'groups', { target_shape }, outputs);
  return topology.add('Activation', 'classes', { activation: 'softmax' }, grouped);
}
