import type { Recommendation } from '../../shared/performance-report';
import type { SettingsLayer } from '../../shared/settings';
import { suitedSettings } from '../../shared/suited-settings';
import type { Figures } from './figures';

/** A rule of advice. `when` decides; the others are asked only where it gave a figure. */
export interface Rule {
  readonly id: string;
  /** The figure that triggers the rule, or null where it has nothing to say. */
  when(figures: Figures): Recommendation['figure'] | null;
  text(figures: Figures): string;
  /** The change that it proposes; empty where no setting helps. */
  settings(figures: Figures): SettingsLayer;
  effect(figures: Figures): string;
}

/** The profiles by their pose model, lightest first: `model_complexity` is the place in this list. */
export const profilesByModel = ['fast', 'balanced', 'accurate'] as const;

export const modelOf = ({ settings }: Figures): 0 | 1 | 2 => settings.mediapipe.model_complexity;

/** What suits this machine for a key. */
export const suited = ({ machine: { memoryMb, cores } }: Figures, key: string): string | number =>
  suitedSettings({ memoryMb, availableMb: memoryMb, cores }).find((setting) => setting.key === key)!.value;

/** Upper end of a batch for this machine's memory: 32, 64 or 128 frames or windows. */
export const mostBatch = (figures: Figures): number =>
  2 * Number(suited(figures, 'io_optimization.batch_size'));

/** The heaviest model that suits this machine. */
export const suitedModel = (figures: Figures): number =>
  profilesByModel.findIndex((profile) => profile === suited(figures, 'performance_mode'));

/** Milliseconds a frame on one core, by model, as measured on 640 × 360: the ratios hold on other machines. */
export const modelCostMs = [30, 47, 190] as const;

/** What of the machine's memory a limit may take. */
export const mostShare = 0.8;

/** Limits are advised in steps of 64 MB: more digits would claim more than is known. */
export const roundedLimitMb = (mb: number): number => Math.ceil(mb / 64) * 64;

export const fitsMachine = (
  limitMb: number,
  { machine }: { readonly machine: Pick<Figures['machine'], 'memoryMb'> },
): boolean => limitMb <= mostShare * machine.memoryMb;

export const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
export const mb = (value: number): string => `${value.toFixed(0)} MB`;
