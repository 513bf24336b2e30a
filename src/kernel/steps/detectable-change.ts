import { existsSync } from 'node:fs';
import { readTruth, truthPath } from '../../phantom/truth';
import { badInput } from '../../shared/errors';
import type { PhantomOptions } from '../../shared/phantom-options';
import { detectableChange, semOfMean } from '../gait/agreement/agreement';
import { compareWalk, comparisonOf, type Comparison } from '../gait/agreement/comparison';
import type { ParameterAgreement } from '../gait/agreement/cycle-agreement';
import { phantomReference, readMeasured } from './compared-sources';
import type { NamedResult } from './step';

/** What a chain makes of phantoms that were seen as the recordings of a study were. */
export interface DetectableChange {
  readonly phantoms: readonly { readonly id: string; readonly options: PhantomOptions }[];
  /** Over the cycles of both sides; none where no cycle of any phantom was found. */
  readonly rows: readonly ParameterAgreement[];
  readonly warnings: readonly string[];
}

/** A walk of the study, and the number of cycles whose mean it states. */
export interface CountedWalk {
  readonly id: string;
  readonly cycles: number;
}

/**
 * Sets what was measured of phantoms beside their truth.
 * @throws GaitError bad-input where one of them has no truth beside it, or failed.
 */
export async function detectableChangeOf(results: readonly NamedResult[]): Promise<DetectableChange> {
  const phantoms: { id: string; options: PhantomOptions }[] = [];
  const compared: Comparison['walks'][number][] = [];
  for (const result of results.flatMap(({ walks }) => walks)) {
    const { id, path, source } = result.walk;
    if (source !== 'video' || !existsSync(truthPath(path))) {
      throw badInput(
        `${id} is not a phantom: there is no truth beside it.`,
        'Make one for these recordings with: gait phantom --like RECORDING --output CLIP.mp4',
      );
    }
    const truth = await readTruth(path);
    const measured = await readMeasured(result);
    phantoms.push({ id, options: truth.options });
    // Clips of one name from several folders are still several walks.
    const name = `${id} ${phantoms.length}`;
    compared.push(
      compareWalk({ id: name }, measured, phantomReference(truth), {
        offsetS: 0,
        by: 'one clock',
        confidence: 1,
      }),
    );
  }
  const rows = comparisonOf(compared).parameters.filter(({ side }) => side === 'both');
  const silent = phantoms.filter((_, index) => compared[index]!.pairs.length === 0);
  return { phantoms, rows, warnings: silent.map(({ id }) => nothingFound(id)) };
}

const nothingFound = (id: string): string =>
  `No cycle of the phantom ${id} was found, so it says nothing of the change that this set-up can detect: its walker must be whole in the picture for some strides.`;

/** `detectable_change.json`: by parameter, of one cycle and of the mean of the cycles that each walk has. */
export const detectableChangeJson = (
  { phantoms, rows, warnings }: DetectableChange,
  walks: readonly CountedWalk[],
) => ({
  note: 'A phantom verifies the chain; it does not validate on people. SEM and MDC are of the measurement alone: what differs from one visit to the next in how somebody walks comes on top.',
  warnings,
  phantoms: phantoms.map(({ id, options }) => ({ id, options })),
  walks: walks.map(({ id, cycles }) => ({ id, cycles })),
  parameters: Object.fromEntries(
    rows.map(({ parameter, agreement }) => [
      parameter.name,
      {
        unit: parameter.unit,
        phantoms: agreement.walks,
        cycles: agreement.pairs,
        bias: agreement.bias,
        bias_interval: agreement.biasInterval,
        within_walk_sd: agreement.withinSd,
        between_walk_sd: agreement.betweenSd,
        sem_one_cycle: agreement.sem,
        mdc_one_cycle: detectableChange(agreement, 1),
        by_walk: Object.fromEntries(
          walks.map(({ id, cycles }) => [
            id,
            {
              cycles,
              sem: cycles === 0 ? null : semOfMean(agreement, cycles),
              mdc: cycles === 0 ? null : detectableChange(agreement, cycles),
            },
          ]),
        ),
      },
    ]),
  ),
});
