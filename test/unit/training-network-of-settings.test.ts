import { describe, expect, it } from 'vitest';
import { featureNames } from '../../src/kernel/training/data/feature-columns';
import { networkOf } from '../../src/kernel/training/model/network-of-settings';
import { resolveSettings } from '../../src/shared/resolve-settings';

const { settings } = resolveSettings([
  {
    source: 'cell',
    values: {
      training: {
        window_size: 40,
        num_filters: 12,
        num_blocks: 3,
        kernel_size: 5,
        dropout_rate: 0.25,
        causal: true,
        head: 'pooled',
      },
    },
  },
]);

describe('the network of a training', () => {
  it('is the one that the settings describe, for the features and labels of its data set', () => {
    expect(networkOf(settings, { features: featureNames, target: 'contact' })).toEqual({
      features: featureNames.length,
      windowFrames: 40,
      filters: 12,
      blocks: 3,
      kernelSize: 5,
      dropoutRate: 0.25,
      causal: true,
      head: 'pooled',
      groups: 2,
      classes: 1,
    });
    expect(networkOf(settings, { features: ['hip'], target: 'phases' })).toMatchObject({
      features: 1,
      groups: 2,
      classes: 7,
    });
  });
});
