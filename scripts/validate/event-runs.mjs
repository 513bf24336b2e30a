import { besideTruth, rendered } from './measure.mjs';

/** The clips of the events' part beside their truth, by profile; a second call has everything from the store. */
export async function eventRuns(context) {
  const clips = await rendered(context, context.clips.events);
  const runs = [];
  for (const profile of context.profiles)
    runs.push({ profile, trials: await besideTruth(context, profile, clips) });
  return runs;
}

/** Error of a mean that `parameters.json` states against the truth's, or null where one is not stated. */
export function errorOf({ measured, clip }, statisticOf) {
  const [found, truth] = [statisticOf(measured.parameters), statisticOf(clip.truth.parameters)];
  return found?.mean == null || truth?.mean == null ? null : found.mean - truth.mean;
}

export const stance = ({ stance_percent }) => stance_percent.all;
export const doubleSupport = ({ double_support_percent }) => double_support_percent.total;

/** Strikes and offs of several trials: `{ heel_strike, toe_off }`, each with its detection and its timing. */
export const eventFigures = ({ kernel }, trials) =>
  Object.fromEntries(
    kernel
      .eventAgreement(
        trials.map(({ compared }) => compared.trial),
        'exact',
        ['both'],
      )
      .map((one) => [one.event, one]),
  );
