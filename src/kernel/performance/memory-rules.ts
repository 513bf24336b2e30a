import type { SettingsLayer } from '../../shared/settings';
import { speedOf, type Figures } from './figures';
import { leastLimitMb } from '../../shared/least-limit';
import { defaultSettings } from '../../shared/resolve-settings';
import {
  fitsMachine,
  mb,
  modelOf,
  mostBatch,
  mostShare,
  percent,
  profilesByModel,
  roundedLimitMb,
  suited,
  suitedModel,
  type Rule,
} from './rule';

/** More memory where the machine has it, else a lighter profile, else only what the machine can give. */
function roomFor(wantedMb: number, figures: Figures): SettingsLayer {
  const limitMb = roundedLimitMb(wantedMb);
  if (fitsMachine(limitMb, figures)) return { max_memory_mb: limitMb };
  const model = modelOf(figures);
  return model > 0 ? { performance_mode: profilesByModel[model - 1]! } : { max_memory_mb: '80%' };
}

function effectOfRoom(wantedMb: number, figures: Figures): string {
  const change = roomFor(wantedMb, figures);
  if (typeof change.max_memory_mb === 'number')
    return `Leaves ${mb(change.max_memory_mb - figures.peakRssMb)} above the peak.`;
  return change.performance_mode === undefined
    ? 'Takes what this machine can give; other programs may have to be closed.'
    : `The model of ${change.performance_mode} needs less memory, and finds poses a little less exactly.`;
}

const roomAfterStop = (figures: Figures): number =>
  Math.max(1.3 * figures.peakRssMb, 1.25 * figures.limitMb, leastLimitMb(figures.settings));
const roomForPeak = ({ peakRssMb }: Figures): number => 1.25 * peakRssMb;

const nearShare = 0.85;
const unusedShare = 0.4;
const tooLargeShare = 0.5;

/** Enough for what was used and for the plan that the limit led to. */
function enoughMb(figures: Figures): number {
  const { peakRssMb, plan } = figures;
  return roundedLimitMb(
    Math.max(1.5 * peakRssMb, 1.1 * (plan?.expectedMb ?? 0), leastLimitMb(figures.settings)),
  );
}

const usualCollection = defaultSettings.memory_optimization.garbage_collection_frequency;
const longRecordingFrames = 20_000;
const bytesPerFrame = 936;

/** Whether a run shows that its machine is small for it: it falls behind the recording, or takes half of the memory. */
const isStrained = (figures: Figures): boolean =>
  (speedOf(figures) ?? 1) < 1 || figures.peakRssMb >= tooLargeShare * figures.machine.memoryMb;

export const memoryRules: readonly Rule[] = [
  {
    id: 'memory-limit-reached',
    when: ({ limitReached, peakRssMb, limitMb }) =>
      limitReached ? { name: 'peak_rss_mb', value: peakRssMb, threshold: limitMb, unit: 'MB' } : null,
    text: ({ limitMb, peakRssMb }) =>
      `The memory limit of ${mb(limitMb)} ended a step (peak ${mb(peakRssMb)}): it needs more memory, or a lighter profile.`,
    settings: (figures) => roomFor(roomAfterStop(figures), figures),
    effect: (figures) => effectOfRoom(roomAfterStop(figures), figures),
  },
  {
    id: 'memory-near-limit',
    when: ({ limitReached, training, peakRssMb, limitMb }) =>
      !limitReached && training?.limitReached !== true && peakRssMb >= nearShare * limitMb
        ? { name: 'peak_rss_mb', value: peakRssMb, threshold: nearShare * limitMb, unit: 'MB' }
        : null,
    text: ({ peakRssMb, limitMb }) =>
      `Memory came to ${mb(peakRssMb)}, ${percent(peakRssMb / limitMb)} of its limit: a larger video may be stopped.`,
    settings: (figures) => roomFor(roomForPeak(figures), figures),
    effect: (figures) => effectOfRoom(roomForPeak(figures), figures),
  },
  {
    id: 'garbage-left-to-engine',
    when: ({ settings, peakRssMb, limitMb, frames }) =>
      frames > 0 &&
      settings.memory_optimization.garbage_collection_frequency === 0 &&
      peakRssMb >= nearShare * limitMb
        ? { name: 'peak_rss_mb', value: peakRssMb, threshold: nearShare * limitMb, unit: 'MB' }
        : null,
    text: ({ peakRssMb, limitMb }) =>
      `Memory came to ${percent(peakRssMb / limitMb)} of its limit, and workers collected their garbage when they saw fit.`,
    settings: () => ({ memory_optimization: { garbage_collection_frequency: usualCollection } }),
    effect: () =>
      `Garbage is collected every ${usualCollection} frames: the peak may be lower; the result is the same.`,
  },
  {
    id: 'limit-above-machine',
    when: ({ limitMb, peakRssMb, machine }) =>
      limitMb > mostShare * machine.memoryMb && peakRssMb >= unusedShare * limitMb
        ? { name: 'limit_mb', value: limitMb, threshold: mostShare * machine.memoryMb, unit: 'MB' }
        : null,
    text: ({ limitMb, machine }) =>
      `The limit of ${mb(limitMb)} leaves this machine with ${mb(machine.memoryMb)} no room for anything else.`,
    settings: () => ({ max_memory_mb: '80%' }),
    effect: () =>
      'The limit follows what is available when a step begins, and the rest of the machine goes on.',
  },
  {
    id: 'limit-above-need',
    when: (figures) => {
      const { limitReached, limitMb, peakRssMb, machine } = figures;
      const isLarge = limitMb > tooLargeShare * machine.memoryMb && peakRssMb < unusedShare * limitMb;
      return !limitReached && isLarge && enoughMb(figures) < limitMb
        ? { name: 'limit_mb', value: limitMb, threshold: tooLargeShare * machine.memoryMb, unit: 'MB' }
        : null;
    },
    text: ({ limitMb, peakRssMb, machine }) =>
      `The limit of ${mb(limitMb)} is more than half of this machine’s ${mb(machine.memoryMb)}, and ${mb(peakRssMb)} were used.`,
    settings: (figures) => ({ max_memory_mb: enoughMb(figures) }),
    effect: (figures) =>
      `Keeps ${mb(figures.limitMb - enoughMb(figures))} for other programs; the same work still fits.`,
  },
  {
    id: 'profile-above-machine',
    when: (figures) =>
      modelOf(figures) > suitedModel(figures) && isStrained(figures)
        ? {
            name: 'machine_memory_mb',
            value: figures.machine.memoryMb,
            threshold: modelOf(figures) === 2 ? 16_384 : 8192,
            unit: 'MB',
          }
        : null,
    text: (figures) =>
      `A machine with ${mb(figures.machine.memoryMb)} of memory is better served by the profile ${suited(figures, 'performance_mode')}.`,
    settings: (figures) => {
      const limitMb = Number(suited(figures, 'max_memory_mb'));
      return {
        performance_mode: String(suited(figures, 'performance_mode')),
        ...(limitMb < figures.limitMb && { max_memory_mb: limitMb }),
      };
    },
    effect: () => 'Less memory and time; poses are a little less exact.',
  },
  {
    id: 'batch-above-memory',
    when: (figures) => {
      const { batch_size } = figures.settings.io_optimization;
      return batch_size > mostBatch(figures)
        ? { name: 'batch_size', value: batch_size, threshold: mostBatch(figures), unit: 'frames' }
        : null;
    },
    text: (figures) =>
      `Batches of ${figures.settings.io_optimization.batch_size} frames are large for ${mb(figures.machine.memoryMb)} of memory.`,
    settings: (figures) => ({ io_optimization: { batch_size: mostBatch(figures) } }),
    effect: () => 'Progress and landmarks come sooner; the speed stays the same.',
  },
  {
    id: 'chunks-off',
    when: ({ settings, frames }) =>
      settings.enable_optimizations &&
      !settings.memory_optimization.chunk_processing &&
      frames >= longRecordingFrames
        ? { name: 'frames', value: frames, threshold: longRecordingFrames, unit: 'frames' }
        : null,
    text: ({ frames }) =>
      `The landmarks of ${frames} frames were held in memory until their recordings ended.`,
    settings: () => ({ memory_optimization: { chunk_processing: true } }),
    effect: ({ frames }) =>
      `Saves up to ${mb((frames * bytesPerFrame) / 2 ** 20)} of memory; the result is the same.`,
  },
];
