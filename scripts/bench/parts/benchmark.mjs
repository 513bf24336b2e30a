import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { sampleVideo } from '../clips.mjs';
import { judged, timed, times, told } from '../figures.mjs';
import { runBenchmark } from '../run-command.mjs';
import { median } from '../statistics.mjs';

export const title = 'A whole benchmark, again and again';
export const notes = [
  'gait benchmark --type mediapipe on the side view: three profiles and the baseline, two repeats after a warm-up, 120 frames.',
  'Spread: half the range of a profile’s medians over the whole benchmarks, as a share of their median.',
];

const mostSpreadPercent = 10;
const mostWatchingPercent = 2;

export async function measure(context) {
  const folder = mkdtempSync(path.join(context.folder, 'benchmark-'));
  const args = [
    ...['--video', sampleVideo(context, 'walker-side'), '--type', 'mediapipe'],
    ...['--repeats', '2', '--frames', '120'],
  ];
  const whole = [];
  for (let again = 0; again < (context.quick ? 2 : 5); again++) {
    context.say(`benchmark ${again + 1}`);
    whole.push(await runBenchmark(context, folder, args));
  }
  const results = whole.map((one) => one.results);
  const spreads = contendersOf(results).map((contender) => ({
    contender,
    percent: spreadPercent(results.map((one) => secondsOf(one, contender))),
  }));
  const worst = Math.max(...spreads.map(({ percent }) => percent));
  const noisy = results.filter(({ noise }) => noise.too_noisy).length;
  const watching = results.flatMap(({ watching_percent: percent }) => percent ?? []);
  const wallTimesS = whole.map(({ wallS }) => wallS);
  return [
    timed(
      'time of the command, median',
      '≤ 180 s',
      `${median(wallTimesS).toFixed(0)} s (${times(wallTimesS, 0)})`,
    ),
    judged(
      'spread of the medians over all benchmarks',
      `≤ ${mostSpreadPercent} %, or told as too noisy`,
      `${worst.toFixed(1)} % at most (${spreads.map(({ contender, percent }) => `${contender} ${percent.toFixed(1)}`).join(', ')}); ${noisy} of ${results.length} told as too noisy`,
      worst <= mostSpreadPercent || noisy > 0,
    ),
    judged(
      'CPU time that watching took, of that measured',
      `< ${mostWatchingPercent} %`,
      watching.length === 0 ? 'not measured' : `${Math.max(...watching).toFixed(2)} % at most`,
      watching.length > 0 && Math.max(...watching) < mostWatchingPercent,
    ),
    ...guideTable(results),
  ];
}

const contendersOf = ([first]) => first.contenders.map(({ contender }) => contender);
const found = ({ contenders }, name) => contenders.find(({ contender }) => contender === name);
const secondsOf = (results, name) => found(results, name).seconds?.median ?? Number.NaN;
const spreadPercent = (values) => (100 * (Math.max(...values) - Math.min(...values))) / 2 / median(values);

/** What was expected of each profile, beside the median of all benchmarks. */
function guideTable(results) {
  return contendersOf(results).flatMap((contender) => {
    const all = results.map((one) => found(one, contender));
    const { expected } = all[0];
    const over = (valueOf, digits, unit) => {
      const values = all.map(valueOf).filter(Number.isFinite);
      return values.length === 0 ? `${unit} not measured` : `${median(values).toFixed(digits)} ${unit}`;
    };
    const measured = [
      over((one) => one.amount_per_second?.median, 1, 'frames/s'),
      over((one) => one.peak_rss_mb?.median, 0, 'MB'),
      over((one) => one.speed_of_balanced, 2, '× balanced'),
      over((one) => one.speed_of_baseline, 2, '× the baseline'),
      over((one) => one.memory_reduction_percent, 0, '% less memory than the baseline'),
    ].join(', ');
    return [
      told(`${contender}${expected === null ? '' : `, expected ${expectation(expected)}`}`, measured),
      ...errorsOf(results[0], contender),
    ];
  });
}

const expectation = ({ speed, speed_of: base, memory_reduction_percent: memory, accuracy }) =>
  `${speed.low}–${speed.high} × ${base}, ${memory.low}–${memory.high} % less memory, accuracy ${accuracy.toLowerCase()}`;

function errorsOf({ accuracy }, name) {
  const own = accuracy.find(({ contender }) => contender === name);
  if (own === undefined) return [];
  const { joints_px: joints, events, reference } = own;
  return [
    told(
      `  against ${reference}`,
      [
        joints === null ? 'no joints compared' : `joints ${joints.median.toFixed(1)} px (median)`,
        events === null
          ? 'no events compared'
          : `events ${events.matched} found, ${events.missed} missed, ${events.invented} invented, bias ${figureOf(events.bias_ms)} ms`,
      ].join(', '),
    ),
  ];
}

const figureOf = (value) => (value === null ? '–' : value.toFixed(1));
