// Every phantom of the validation with all of its options. Tuning keeps away from seeds of 9000 and more.
export const reservedSeed = 9000;

/** Walkers differ from clip to clip in what a laboratory does not choose. */
const builds = ['medium', 'slim', 'stout'];
const clothes = ['fitted', 'loose', 'shorts'];
const walkerOf = (index) => ({
  cadence_steps_per_min: 94 + ((index * 11) % 31),
  stride_length_m: Number((1.12 + ((index * 7) % 30) / 100).toFixed(2)),
  height_m: Number((1.56 + ((index * 5) % 33) / 100).toFixed(2)),
  direction: index % 2 === 0 ? 'right' : 'left',
  build: builds[index % builds.length],
  clothes: clothes[(index >> 1) % clothes.length],
});

const views = [0, 10, 20];
/** Their seeds stand apart, so that the other sets may grow. */
const trainingSeedsFrom = 1000;
const trainingSubjects = 15;
const trainingRates = [30, 30, 25, 60, 30];
const peaks = [30, 40, 50, 60, 70];
const gaits = ['stiff-knee', 'equinus', 'crouch', 'shuffling', 'antalgic'];

/**
 * The clips by what they are for: `{ name, options }`. Their seeds count up from `base`, in one order whatever is chosen,
 * so that a clip keeps its walker.
 */
export function clipSets(base, quick) {
  let count = 0;
  const clip = (name, options) => {
    const index = count++;
    return { name, options: { duration_s: 6, ...walkerOf(index), ...options, seed: base + index } };
  };
  const sets = {
    events: views.flatMap((view_deg) =>
      [30, 60].flatMap((fps) =>
        [1, 2, 3].map((n) => clip(`events-${view_deg}deg-${fps}fps-${n}`, { view_deg, fps })),
      ),
    ),
    // Longer, so that both sides have strides enough for an index: the camera goes along.
    symmetric: [10, 20].map((view_deg) =>
      clip(`symmetric-${view_deg}deg`, { view_deg, camera: 'following', duration_s: 9 }),
    ),
    asymmetry: [10, 20].flatMap((view_deg) =>
      [10, -10].map((step_time_asymmetry_percent) =>
        clip(`asymmetry${step_time_asymmetry_percent > 0 ? '-left' : '-right'}-${view_deg}deg`, {
          view_deg,
          step_time_asymmetry_percent,
          camera: 'following',
          duration_s: 9,
        }),
      ),
    ),
    knee: peaks.flatMap((knee_peak_deg) =>
      [0, 10].map((view_deg) => clip(`knee-${knee_peak_deg}-${view_deg}deg`, { knee_peak_deg, view_deg })),
    ),
    lengths: [0, 5, 10, 15].flatMap((view_deg) =>
      [1, 2].map((n) => clip(`lengths-${view_deg}deg-${n}`, { view_deg })),
    ),
    belt: [0, 5, 10, 15].map((view_deg) => clip(`belt-${view_deg}deg`, { view_deg, treadmill: true })),
    gaits: gaits.map((gait, index) =>
      clip(`gait-${gait}`, {
        gait,
        ...(gait === 'shuffling' && { stride_length_m: 0.7 }),
        affected_side: index % 2 === 0 ? 'right' : 'left',
        view_deg: index % 2 ? 10 : 0,
      }),
    ),
  };
  // From a little behind, and at the rate of television, which divides no second evenly. Counted after all others.
  sets.events.push(
    ...[-10, -20].flatMap((view_deg) =>
      [1, 2].map((n) => clip(`events-${view_deg}deg-30fps-${n}`, { view_deg, fps: 30 })),
    ),
    ...[0, 10].map((view_deg) => clip(`events-${view_deg}deg-29.97fps`, { view_deg, fps: 29.97 })),
  );
  // Subjects to train on: each walks once, long enough for some ten strides, while the camera goes along.
  sets.training = Array.from({ length: quick ? 6 : trainingSubjects }, (_, index) => ({
    name: `training-${index + 1}`,
    options: {
      ...walkerOf(index),
      view_deg: views[index % views.length],
      fps: trainingRates[index % trainingRates.length],
      camera: 'following',
      duration_s: 10,
      seed: base + trainingSeedsFrom + index,
    },
  }));
  return quick
    ? Object.fromEntries(Object.entries(sets).map(([name, clips]) => [name, fewOf(name, clips)]))
    : sets;
}

/** Enough of a set to see that every figure comes out. */
function fewOf(name, clips) {
  if (name === 'training') return clips;
  if (name === 'events')
    return clips.filter(({ name: clipName }) => /^events-(0|20)deg-30fps-1$/.test(clipName));
  if (name === 'knee')
    return clips.filter(({ options }) => options.view_deg === 0 && options.knee_peak_deg % 20 === 10);
  if (name === 'gaits') return clips.slice(0, 1);
  return clips.filter((_, index) => index === 0 || index === clips.length - 1);
}
