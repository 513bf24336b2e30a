import { baselineName } from '../../../shared/benchmark';
import {
  leadingError,
  measuredProfiles,
  poseWorkOf,
  sameJointsShare,
  type Choice,
  type Measured,
  type MeasuredProfile,
} from './choose-profile';

/** Why a profile was chosen, in words that go on from "Take the profile fast: ". */
export function whyChosen(choice: Choice, results: Measured): string {
  const { chosen, best, quicker } = choice;
  if (chosen.errors === null)
    return `how right the profiles are was not measured, and ${bySpeed(choice, results)}`;
  const passed = quicker
    ? `; ${quicker.profile.name} is ${timesAsFast(quicker.profile, chosen)} times as fast, but ${quicker.because}`
    : '';
  if (chosen.beside === chosen.name) {
    const quickest = quicker ? '' : `${quickestWords(choice, results)}; `;
    return `${quickest}the others were set against it, and how right it is itself was not measured${passed}`;
  }
  return `${best === chosen ? mostExact(choice, results) : asExact(chosen, best)}${passed}`;
}

const timesAsFast = (profile: MeasuredProfile, other: MeasuredProfile): string =>
  (profile.perSecond / other.perSecond).toFixed(1);

function bySpeed(choice: Choice, results: Measured): string {
  const { chosen, among } = choice;
  return among.length > 1 && chosen.perSecond >= results.video.fps
    ? 'it is the slowest, with the largest model, that keeps up with the recording'
    : quickestWords(choice, results);
}

/** Among what it is the quickest. */
function amongWords({ chosen, among }: Choice, results: Measured): string {
  const measured = measuredProfiles(results);
  if (measured.length === 1) return 'it alone of the profiles was measured';
  if (among.length > 1)
    return `it is the quickest of the profiles${among.length < measured.length ? ' that can be taken' : ''}`;
  return chosen.errors !== null && measured.some(({ errors }) => errors === null)
    ? 'it alone could be judged of the profiles that can be taken'
    : 'it alone of the profiles fits in the memory and the time that are set';
}

/** With the baseline where that took less time: it is no profile to take, but stands in the same table. */
function quickestWords(choice: Choice, results: Measured): string {
  const words = amongWords(choice, results);
  const secondsOf = (name: string): number | null =>
    results.contenders.find(({ contender, work }) => contender === name && work === poseWorkOf(results))
      ?.seconds?.median ?? null;
  const [own, without] = [secondsOf(choice.chosen.name), secondsOf(baselineName)];
  if (own === null || without === null || without >= own) return words;
  return `${words} (${baselineName}, which is no profile, took less time: ${without.toFixed(2)} s, not ${own.toFixed(2)} s)`;
}

/** That nothing is more exact, and in what: profiles whose errors are near one another count as the same. */
function mostExact(choice: Choice, results: Measured): string {
  const { chosen, quicker, among } = choice;
  const { eventsMs, jointsPx } = chosen.errors!;
  const { beside } = chosen;
  const own = leadingError(chosen.errors!);
  const leads = among.every(({ errors }) => leadingError(errors!) >= own);
  const what = eventsMs === null ? 'joints' : 'events';
  const off = eventsMs === null ? (jointsPx === null ? null : px(jointsPx)) : `${eventsMs.toFixed(0)} ms`;
  const figure = off === null ? '' : `${off} ${beside === null ? 'off' : `from those of ${beside}`}`;
  const exact = beside === null ? 'exact' : `like ${beside}`;
  const inWhat = leads
    ? ` in its ${what}${figure && `, ${figure}`}`
    : ` all in all${figure && `, its ${what} ${figure}`}`;
  if (among.length === 1) return `${quickestWords(choice, results)}${figure && `, its ${what} ${figure}`}`;
  const said = quicker
    ? `it is the most ${exact}${inWhat}`
    : `${quickestWords(choice, results)}, and none is more ${exact}${inWhat}`;
  return `${said}${what === 'events' ? nearerJoints(choice, results) : ''}`;
}

/** The profile with the nearest joints, where that is another one. */
function nearerJoints({ chosen, among }: Choice, { video }: Measured): string {
  const own = chosen.errors!.jointsPx;
  const known = among.flatMap(({ name, errors }) =>
    errors?.jointsPx == null ? [] : [{ name, jointsPx: errors.jointsPx }],
  );
  const nearest = known.toSorted((a, b) => a.jointsPx - b.jointsPx)[0];
  if (own === null || !nearest || px(nearest.jointsPx) === px(own)) return '';
  const samePx = sameJointsShare * video.height_px;
  const counts = own - nearest.jointsPx <= samePx ? `; up to ${px(samePx)} apart counts as the same` : '';
  return ` (its joints are ${px(own)} off, those of ${nearest.name} ${px(nearest.jointsPx)}${counts})`;
}

const px = (value: number): string => `${value.toFixed(1)} px`;

/** How much quicker it is than the most exact, and how near to it. */
function asExact(chosen: MeasuredProfile, best: MeasuredProfile): string {
  const [own, least] = [chosen.errors!, best.errors!];
  const joints =
    own.jointsPx !== null && least.jointsPx !== null && px(own.jointsPx) !== px(least.jointsPx)
      ? `its joints within ${px(Math.abs(own.jointsPx - least.jointsPx))}`
      : null;
  const events =
    own.eventsMs === null || least.eventsMs === null
      ? null
      : `its events are within ${Math.max(1, Math.ceil(own.eventsMs - least.eventsMs))} ms of what ${best.name} finds them with`;
  const near =
    events === null
      ? `, by its joints alone${joints === null ? '' : ` (${joints})`}, for there were no events to compare`
      : `: ${events}${joints === null ? '' : `, ${joints}`}`;
  return `${timesAsFast(chosen, best)} times as fast as ${best.name}, and ${
    chosen.beside === null ? 'as exact' : 'finds nearly the same'
  }${near}`;
}
