import type { Figures } from './figures';
import { fitsMachine, percent, roundedLimitMb, type Rule } from './rule';

const walksToCompute = ({ walks, walksFromStore }: Figures): number => walks - walksFromStore;
const workersOf = ({ plan }: Figures): number => plan?.workers ?? 1;
/** Workers that would all have a video and a core. */
export const usefulWorkers = (figures: Figures): number =>
  Math.min(walksToCompute(figures), figures.machine.cores);

const more = (figures: Figures): string =>
  `About ${(usefulWorkers(figures) / workersOf(figures)).toFixed(1)} times the frames/s.`;
const idle = (figures: Figures): boolean =>
  figures.settings.enable_optimizations && figures.frames > 0 && usefulWorkers(figures) > workersOf(figures);
const idleFigure = (figures: Figures) => ({
  name: 'workers',
  value: workersOf(figures),
  threshold: usefulWorkers(figures),
  unit: 'workers',
});
const limitForMoreMb = (figures: Figures): number =>
  roundedLimitMb((1.1 * (figures.plan?.expectedMb ?? 0) * usefulWorkers(figures)) / workersOf(figures));

const fullCpuShare = 0.9;
/** What is called a small machine: memory and cores of a low-end system. */
const small = { memoryGb: 4, cores: 4 } as const;

/** Rules on the cores of the machine: what runs on them side by side, and what is left of them for others. */
export const coreRules: readonly Rule[] = [
  {
    id: 'side-by-side-off',
    when: (figures) =>
      idle(figures) && !figures.settings.io_optimization.parallel_processing ? idleFigure(figures) : null,
    text: (figures) =>
      `${walksToCompute(figures)} videos were worked on one after the other, on a machine with ${figures.machine.cores} cores.`,
    settings: () => ({ io_optimization: { parallel_processing: true } }),
    effect: more,
  },
  {
    id: 'workers-held-by-setting',
    when: (figures) => {
      const { parallel_processing, max_workers } = figures.settings.io_optimization;
      return idle(figures) && parallel_processing && max_workers <= workersOf(figures)
        ? idleFigure(figures)
        : null;
    },
    text: (figures) =>
      `max_workers held ${walksToCompute(figures)} videos to ${workersOf(figures)} at a time, on ${figures.machine.cores} cores.`,
    settings: (figures) => ({ io_optimization: { max_workers: usefulWorkers(figures) } }),
    effect: more,
  },
  {
    id: 'workers-held-by-memory',
    when: (figures) =>
      idle(figures) &&
      figures.plan?.boundBy === 'max_memory_mb' &&
      fitsMachine(limitForMoreMb(figures), figures)
        ? idleFigure(figures)
        : null,
    text: (figures) =>
      `The memory limit held ${walksToCompute(figures)} videos to ${workersOf(figures)} at a time, on ${figures.machine.cores} cores.`,
    settings: (figures) => ({ max_memory_mb: limitForMoreMb(figures) }),
    effect: more,
  },
  {
    id: 'cpu-full',
    when: (figures) => {
      const mostPercent = 100 * figures.machine.cores;
      const isFull = (figures.meanCpuPercent ?? 0) >= fullCpuShare * mostPercent;
      return isFull && workersOf(figures) > 1
        ? {
            name: 'cpu_percent',
            value: figures.meanCpuPercent!,
            threshold: fullCpuShare * mostPercent,
            unit: '%',
          }
        : null;
    },
    text: (figures) =>
      `${percent(figures.meanCpuPercent! / (100 * figures.machine.cores))} of the CPU was in use: where others work on this machine too, one worker less leaves them room.`,
    settings: (figures) => ({ io_optimization: { max_workers: workersOf(figures) - 1 } }),
    effect: (figures) => `Up to ${percent(1 / workersOf(figures))} fewer frames/s, and a core that is free.`,
  },
  {
    id: 'live-plots-on-small-machine',
    when: ({ machine: { memoryMb, cores }, meanCpuPercent }) =>
      Math.round(memoryMb / 1024) <= small.memoryGb &&
      cores <= small.cores &&
      (meanCpuPercent ?? 0) >= fullCpuShare * 100 * cores
        ? { name: 'cpu_percent', value: meanCpuPercent!, threshold: fullCpuShare * 100 * cores, unit: '%' }
        : null,
    text: ({ machine: { cores } }) =>
      `All ${cores} cores of this small machine were in use, and plots that move while a step runs take of them too.`,
    settings: () => ({}),
    effect: () =>
      'With gaitNotebook.livePlots off in VS Code’s settings, a line of progress stands in their place.',
  },
];
