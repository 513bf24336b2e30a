import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../shared/errors';
import { gaitSteps } from '../../shared/step-keys';
import type { StepOf } from '../../shared/steps';
import { chartRenderer } from '../display/chart-store';
import { comparisonDisplay, keepComparison } from '../display/comparison-display';
import { renderComparison } from '../display/report-agreement';
import {
  compareWalk,
  comparisonOf,
  doubtsOf,
  type ComparedWalk,
  type Reference,
} from '../gait/agreement/comparison';
import { agreementCsv, agreementJson, pairsCsv } from '../gait/agreement/comparison-tables';
import { synchroniseEvents, synchroniseSignals, type Synchronisation } from '../gait/agreement/synchronise';
import { writeFolder } from '../store/write-folder';
import { storedEvents } from '../study/known-events';
import {
  readMeasured,
  readStepSignal,
  referenceBeside,
  referenceFrom,
  withinCut,
  type MeasuredWalk,
} from './compared-sources';
import { mapWalks } from './map-walks';
import type { NamedResult, StepDefinition, WalkResult } from './step';

export const compare: StepDefinition<'compare'> = {
  async run(step, context) {
    const of = context.result(step.of, ...gaitSteps);
    const other = step.with === undefined ? null : context.result(step.with, ...gaitSteps);
    if (other === null && step.synchronise === 'cross-correlation') {
      throw badInput(
        'Labels, stored events and a phantom’s truth hold events, and no motion to cross-correlate.',
        'Set synchronise to events where their clock is not the recording’s, or leave it out.',
      );
    }
    const partners = other === null ? null : pairWalks(of, other);
    const compared: ComparedWalk[] = [];
    const walks = await mapWalks(of.walks, context, 1, async (result) => {
      // What failed before stays failed, for the reason it failed for.
      if (result.folder === null) return result;
      const one = await compareOne(step, result, partners?.get(result) ?? null, other);
      compared.push(one);
      return toWalkResult(result, one, partners?.byOrder === true ? partners.get(result)! : null);
    });
    if (compared.length === 0) return { walks };
    const comparison = comparisonOf(compared);
    const output = path.resolve(context.workingFolder, step.output);
    const files = await context.recorder.stage('write', () =>
      writeFolder(output, '--output', async (staging) => {
        const whole: Record<string, string> = {
          'agreement.csv': agreementCsv(comparison),
          'agreement.json': `${JSON.stringify(agreementJson(comparison), null, 2)}\n`,
          'pairs.csv': pairsCsv(comparison),
          'comparison.html': await renderComparison(comparison, chartRenderer(context.store)),
        };
        for (const [name, text] of Object.entries(whole)) await writeFile(path.join(staging, name), text);
        context.signal.throwIfAborted();
        return Object.keys(whole);
      }),
    );
    const display = await keepComparison(context.store, comparisonDisplay(comparison));
    return { walks: walks.map((result) => (result.error ? result : { ...result, ...display })), files };
  },
};

/** Partners of the walks of a result, and whether their ids say so or only their order does. */
interface Partners {
  readonly byOrder: boolean;
  get(result: WalkResult): WalkResult | undefined;
}

/**
 * Pairs the walks of two results by id; where no id is in both, by their order.
 * @throws GaitError bad-input where there is no telling which belong together.
 */
function pairWalks(of: NamedResult, other: NamedResult): Partners {
  const byId = new Map(other.walks.map((result) => [result.walk.id, result]));
  if (of.walks.some(({ walk }) => byId.has(walk.id))) {
    return { byOrder: false, get: ({ walk }) => byId.get(walk.id) };
  }
  if (of.walks.length !== other.walks.length) {
    throw badInput(
      `"${of.name}" has ${of.walks.length} walks and "${other.name}" ${other.walks.length}, and none of them share an id.`,
      'Give walks that belong together the same id in the study table.',
    );
  }
  return { byOrder: true, get: (result) => other.walks[of.walks.indexOf(result)] };
}

async function compareOne(
  step: StepOf<'compare'>,
  result: WalkResult,
  partner: WalkResult | null,
  other: NamedResult | null,
): Promise<ComparedWalk> {
  const measured = await readMeasured(result);
  if (other === null) {
    const reference = await withinCut(await referenceBeside(measured.walk), measured);
    const synchronisation =
      step.synchronise === 'events' ? synchroniseEvents(measured.events, reference.events) : oneClock;
    return compareWalk(measured.walk, measured, reference, synchronisation);
  }
  if (partner === null) {
    throw badInput(
      `"${other.name}" has no walk ${measured.walk.id}.`,
      'Give walks that belong together the same id in the study table.',
    );
  }
  const opposite = await readMeasured(partner);
  const reference = referenceFrom(opposite, `${opposite.walk.id} of ${other.name}`);
  const synchronisation = await synchronise(step.synchronise, measured, opposite);
  return compareWalk(
    measured.walk,
    measured,
    withinBoth(reference, measured, synchronisation),
    synchronisation,
  );
}

const oneClock: Synchronisation = { offsetS: 0, by: 'one clock', confidence: 1 };

/** Two results of one recording share its clock; else events that lie beside both recordings come before their motion. */
async function synchronise(
  how: StepOf<'compare'>['synchronise'],
  measured: MeasuredWalk,
  other: MeasuredWalk,
): Promise<Synchronisation> {
  const isOneRecording =
    measured.walk.path === other.walk.path && measured.walk.captureFps === other.walk.captureFps;
  if (how === 'none' || (how === 'auto' && isOneRecording)) return oneClock;
  if (how !== 'cross-correlation') {
    const stored = await Promise.all([storedEvents(measured.walk), storedEvents(other.walk)]);
    const [own, opposite] = stored.map((events) => events?.events);
    if (own !== undefined && opposite !== undefined) return synchroniseEvents(own, opposite);
    if (how === 'events') return synchroniseEvents(measured.events, other.events);
  }
  return synchroniseSignals(await readStepSignal(measured), await readStepSignal(other));
}

/** Neither source is judged where only the other one saw events. */
function withinBoth(reference: Reference, { events }: MeasuredWalk, { offsetS }: Synchronisation): Reference {
  const times = events.map(({ timeS }) => timeS - offsetS);
  const [fromS, toS] = reference.spanS;
  const marginS = 0.05;
  return {
    ...reference,
    spanS: [Math.max(fromS, Math.min(...times) - marginS), Math.min(toS, Math.max(...times) + marginS)],
  };
}

function toWalkResult(result: WalkResult, compared: ComparedWalk, byOrder: WalkResult | null): WalkResult {
  const { synchronisation, pairs, reference } = compared;
  const clock =
    synchronisation.by === 'one clock'
      ? 'one clock'
      : `offset ${synchronisation.offsetS.toFixed(3)} s by ${synchronisation.by} (${synchronisation.confidence.toFixed(2)})`;
  return {
    walk: result.walk,
    folder: null,
    address: null,
    fromStore: false,
    summary: `${pairs.length} cycles beside ${reference.called}, ${clock}`,
    warnings: [
      ...(byOrder === null ? [] : [`Set beside ${byOrder.walk.id} by their order, for no id is in both.`]),
      ...(pairs.length === 0 ? ['No cycle was seen by both sources.'] : []),
      ...doubtsOf(compared),
    ],
  };
}
