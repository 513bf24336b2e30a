import { baselineName, type BenchmarkResults, type Contender } from '../../../shared/benchmark';
import { eventsErrorMs, type Accuracy } from '../../../shared/benchmark-accuracy';
import { median } from '../../gait/statistics';

/** What is known when a benchmark is judged: all but the advice itself. */
export type Measured = Omit<BenchmarkResults, 'optimization_recommendations'>;

/** Events as near as a third of the time between two frames of an ordinary camera (30 frames/s) are the same to it. */
export const sameEventsMs = 10;
/** Joints as near as this share of the picture's height: about 2 cm on a walker who fills most of it. */
export const sameJointsShare = 0.01;
/** Percentage points by which gait parameters may differ: about what one walker differs by from day to day. */
export const sameParametersPercent = 2;
/** Share of the events that one profile may miss or invent beyond another. */
export const sameEventsShare = 0.05;
/** Share of the frames in which the walker may be found less often. */
export const sameDetectedShare = 0.02;

/** How far a profile is from the reference; null where that was not measured. */
export interface Errors {
  readonly eventsMs: number | null;
  readonly eventsLost: number | null;
  readonly jointsPx: number | null;
  readonly parametersPercent: number | null;
  readonly lostShare: number | null;
}

/** A profile that was measured to the end. */
export interface MeasuredProfile {
  readonly name: string;
  readonly perSecond: number;
  /** Highest of its repeats; null where the system does not tell. */
  readonly peakMb: number | null;
  /** Null where nothing was compared. */
  readonly errors: Errors | null;
  /**
   * The profile that it was set against, where no truth was: its errors are then differences from that one, and of that
   * one itself nobody knows how right it is. Null beside a truth.
   */
  readonly beside: string | null;
}

/** Which profile to take, and what it was chosen among. */
export interface Choice {
  readonly chosen: MeasuredProfile;
  /** The most exact of those that are as right; the chosen one itself where that is the quickest of them too. */
  readonly best: MeasuredProfile;
  /** The quickest of all, where it was passed over because it is less right, and in what. */
  readonly quicker: { readonly profile: MeasuredProfile; readonly because: string } | null;
  /** Those that it was chosen among, the quickest first. */
  readonly among: readonly MeasuredProfile[];
}

const references = ['truth', 'phantom-like', 'accurate'] as const;

/** Each kind of error with what counts as the same, and how it is said of a profile: "its events are 24 ms off". */
const measures: readonly {
  readonly key: keyof Errors;
  tolerance(results: Measured): number;
  says(error: number): string;
}[] = [
  {
    key: 'eventsMs',
    tolerance: () => sameEventsMs,
    says: (error) => `its events are ${error.toFixed(0)} ms off`,
  },
  {
    key: 'eventsLost',
    tolerance: () => sameEventsShare,
    says: (error) => `it misses or invents ${(100 * error).toFixed(0)} % of the events`,
  },
  {
    key: 'jointsPx',
    tolerance: ({ video }) => sameJointsShare * video.height_px,
    says: (error) => `its joints are ${error.toFixed(1)} px off`,
  },
  {
    key: 'parametersPercent',
    tolerance: () => sameParametersPercent,
    says: (error) => `its parameters are ${error.toFixed(1)} % off`,
  },
  {
    key: 'lostShare',
    tolerance: () => sameDetectedShare,
    says: (error) => `it loses the walker in ${(100 * error).toFixed(0)} % of the frames`,
  },
];

/** What users wait for is a video to its parameters; the pose alone stands for it where that was not measured. */
export const poseWorkOf = ({ contenders }: Measured): Contender['work'] | null =>
  (['pipeline', 'mediapipe'] as const).find((work) =>
    contenders.some((contender) => contender.work === work && contender.seconds !== null),
  ) ?? null;

/** Profiles that were measured, the baseline left out: it is no profile that could be taken. */
export function measuredProfiles(results: Measured): readonly MeasuredProfile[] {
  const work = poseWorkOf(results);
  const measured = results.contenders.flatMap((contender) => {
    const { contender: name, amount_per_second: speed, peak_rss_mb: peak, failure } = contender;
    // What failed in one of its repeats may fail in a study.
    const counts = contender.work === work && name !== baselineName && failure === null;
    return counts && speed ? [{ name, perSecond: speed.median, peakMb: peak?.most ?? null }] : [];
  });
  const reference = references.find((each) => results.accuracy.some((entry) => entry.reference === each));
  const found = measured.map((profile) => ({
    ...profile,
    beside: reference === 'accurate' ? 'the most accurate profile' : null,
    errors: reference === undefined ? null : errorsOf(profile.name, reference, results),
  }));
  const unknown = found.filter(({ errors }) => errors === null);
  // Where profiles are compared with each other, the one without figures is the one they are compared with.
  const compared = reference === 'accurate' && unknown.length === 1 ? unknown[0] : undefined;
  if (compared === undefined) return found;
  return found.map((profile) => ({
    ...profile,
    beside: compared.name,
    ...(profile === compared && { errors: noErrorsBeside(found) }),
  }));
}

/** The quickest profile that is as right as any, among those that can be taken; null where there is none. */
export function chooseProfile(
  results: Measured,
  isPossible: (profile: MeasuredProfile) => boolean,
): Choice | null {
  const possible = measuredProfiles(results).filter(isPossible);
  const judged = possible.filter(({ errors }) => errors !== null);
  const among = (judged.length > 0 ? judged : possible).toSorted((a, b) => b.perSecond - a.perSecond);
  if (among.length === 0) return null;
  if (judged.length === 0) {
    // The slowest that still keeps up with the recording, else the quickest: slower ones use larger models.
    const chosen = among.findLast(({ perSecond }) => perSecond >= results.video.fps) ?? among[0]!;
    return { chosen, best: chosen, quicker: null, among };
  }
  const least = leastErrors(among);
  const asRight = among.filter((profile) => shortfall(profile, least, results) === null);
  // Where none is as right as all others in everything, contacts decide.
  const best = (asRight.length > 0 ? asRight : among).toSorted(
    (a, b) => leadingError(a.errors!) - leadingError(b.errors!) || a.perSecond - b.perSecond,
  )[0]!;
  const chosen = asRight[0] ?? best;
  const first = among[0]!;
  const because = first === chosen ? null : shortfall(first, least, results);
  return { chosen, best, quicker: because === null ? null : { profile: first, because }, among };
}

/** What decides which of those that are as right is the most exact: events, or joints where there are none. */
export const leadingError = ({ eventsMs, jointsPx }: Errors): number => eventsMs ?? jointsPx ?? Infinity;

function errorsOf(name: string, reference: Accuracy['reference'], { accuracy }: Measured): Errors | null {
  const found = accuracy.find((entry) => entry.contender === name && entry.reference === reference);
  if (!found) return null;
  const { events, joints_px: joints, parameters_percent: parameters, detected_share: detected } = found;
  const differences = Object.values(parameters).map(Math.abs);
  return {
    eventsMs: events && eventsErrorMs(events),
    eventsLost: events && (events.missed + events.invented) / Math.max(1, events.matched + events.missed),
    jointsPx: joints?.median ?? null,
    parametersPercent: differences.length > 0 ? median(differences) : null,
    lostShare: 1 - detected,
  };
}

/** What the others are compared with has no errors of its own, in all that they could be judged in. */
function noErrorsBeside(others: readonly MeasuredProfile[]): Errors {
  const none = (key: keyof Errors): number | null =>
    others.some(({ errors }) => errors && errors[key] !== null) ? 0 : null;
  return ofEachKind(none);
}

const ofEachKind = (error: (key: keyof Errors) => number | null): Errors => ({
  eventsMs: error('eventsMs'),
  eventsLost: error('eventsLost'),
  jointsPx: error('jointsPx'),
  parametersPercent: error('parametersPercent'),
  lostShare: error('lostShare'),
});

function leastErrors(profiles: readonly MeasuredProfile[]): Errors {
  const least = (key: keyof Errors): number | null => {
    const known = profiles.flatMap(({ errors }) => errors?.[key] ?? []);
    return known.length > 0 ? Math.min(...known) : null;
  };
  return ofEachKind(least);
}

/** In what a profile is further off than the same; null where it is as right as any. */
function shortfall({ errors, beside }: MeasuredProfile, least: Errors, results: Measured): string | null {
  for (const measure of measures) {
    const [error, best] = [errors![measure.key], least[measure.key]];
    if (best === null) continue;
    if (error === null) return 'it could not be judged in all that the others were';
    if (error <= best + measure.tolerance(results)) continue;
    const said = measure.says(error);
    // What the others are set against is not right to 0: it is where they are counted from.
    const more = beside !== null && best === 0 ? '' : `, not ${shortened(measure.says(best))}`;
    return `${beside === null ? '' : `beside ${beside} `}${said}${more}`;
  }
  return null;
}

/** "its events are 12 ms off" → "12 ms off". */
const shortened = (words: string): string => /\d.*/.exec(words)?.[0] ?? words;
