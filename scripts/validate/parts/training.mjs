import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { judged, leftOut, told } from '../../bench/figures.mjs';
import { rendered } from '../measure.mjs';
import { plain, table, withSign } from '../page.mjs';

export const title = 'Cross-validation on phantoms';

const recorded = [
  { name: 'treadmill-a', truth: 'force plates (20 N, unfiltered)' },
  { name: 'overground-a', truth: 'stored events' },
];
const [leastContact, leastF1] = [0.94, 0.97];

export async function measure(context) {
  const clips = await rendered(context, context.clips.training);
  const session = await openSession(context);
  try {
    const output = path.join(context.folders.work, 'training');
    const poses = await posesOf(context, session, clips);
    context.say(`train on ${clips.length} subjects`);
    const { walks } = await session.run({ step: 'train-folds', data: 'poses', as: 'training', output });
    const trained = await readTraining(walks[0].folder);
    const shuffled = await shuffledScores(context, poses);
    const outside = await outsideTest(context, session);
    return {
      figures: [...judge(trained, clips), ...shuffled, ...outside.figures],
      text: [
        `${clips.length} phantoms, each with curves, timing and variability of its own, seen from the side and 10° and 20° off it at 25 to 60 frames/s, through encoded clips and MediaPipe (profile balanced). Folds are grouped by subject: every walk is judged by a network that never saw its subject. The same walks, on the same frames, are judged by the commonest class and by the rule of detect-events. Errors of events are stated − true, over all events that are the same within 150 ms.`,
        comparisonTable(trained.crossValidation),
        'By fold, the network alone:',
        foldTable(trained.crossValidation),
        ...outside.text,
      ],
      charts: [],
    };
  } finally {
    await session.close();
  }
}

const openSession = ({ kernel, folders }) =>
  kernel.createSession({
    workingFolder: folders.work,
    storeFolder: folders.store,
    settings: { performance_mode: 'balanced', max_memory_mb: '80%' },
  });

/** Finds the poses of the clips under the name `poses`, each walk with its subject. */
async function posesOf({ folders }, session, clips) {
  const study = path.join(folders.work, 'study-training.csv');
  const rows = clips.map(({ name, file }) => [file, name, name]);
  await writeFile(study, [['path', 'id', 'subject'], ...rows].map((row) => row.join(',')).join('\n'));
  await session.run({ step: 'load-video', study, as: 'walks' });
  const { walks } = await session.run({ step: 'extract-pose', video: 'walks', as: 'poses' });
  for (const { walk, error } of walks) if (error) throw new Error(`${walk.id}: ${error.message}`);
  return walks;
}

/** What the step keeps of a training in the store. */
const readTraining = async (folder) => JSON.parse(await readFile(path.join(folder, 'training.json'), 'utf8'));

const eventsOf = (scores, kind) => scores.events.find(({ event }) => event === kind);
const f1At50 = (scores) =>
  eventsOf(scores, 'all').detection.find(({ unit, tolerance }) => unit === 'ms' && tolerance === 50).f1;

function judge({ crossValidation: { pooled, overFolds } }, clips) {
  const kinds = { heel_strike: 'strikes', toe_off: 'offs' };
  const figure = (name) => overFolds.network[name];
  const meanSd = ({ mean, sd }, digits = 3) => `${plain(mean, digits)} ± ${plain(sd, digits)} over folds`;
  return [
    judged('phantom subjects, through MediaPipe', 'at least 12', String(clips.length), clips.length >= 12),
    judged(
      'contact accuracy',
      `≥ ${leastContact}`,
      meanSd(figure('contact_accuracy')),
      figure('contact_accuracy').mean >= leastContact,
    ),
    judged(
      'event F1 at 50 ms',
      `≥ ${leastF1}`,
      meanSd(figure('event_f1_50_ms')),
      figure('event_f1_50_ms').mean >= leastF1,
    ),
    ...Object.entries(kinds).map(([kind, name]) => {
      const [network, rule] = [pooled.network, pooled.rule].map((scores) => eventsOf(scores, kind).timing);
      const inWords = ({ biasMs, sdMs }) => `${withSign(biasMs)} ± ${plain(sdMs)} ms`;
      return judged(
        `${name}: bias and SD`,
        `no worse than the rule on the same folds (${inWords(rule)})`,
        inWords(network),
        Math.abs(network.biasMs) <= Math.abs(rule.biasMs) && network.sdMs <= rule.sdMs,
      );
    }),
  ];
}

function comparisonTable({ pooled }) {
  const names = { network: 'network', rule: 'rule of detect-events', majority: 'commonest class' };
  const timing = (scores, kind) => {
    const { biasMs, sdMs } = eventsOf(scores, kind).timing;
    return `${withSign(biasMs)} ± ${plain(sdMs)}`;
  };
  return table(
    [
      '',
      'contact accuracy',
      'states accuracy',
      'transitions',
      'event F1 at 16, 33, 50 ms',
      'strikes (ms)',
      'offs (ms)',
    ],
    Object.entries(names).map(([key, name]) => {
      const scores = pooled[key];
      const detection = eventsOf(scores, 'all').detection.filter(({ unit }) => unit === 'ms');
      return [
        ...[name, plain(scores.contact.accuracy, 3), plain(scores.states.accuracy, 3)],
        plain(scores.stateTransitions.accuracy, 3),
        detection.map(({ f1 }) => plain(f1, 3)).join(', '),
        ...[timing(scores, 'heel_strike'), timing(scores, 'toe_off')],
      ];
    }),
  );
}

const foldTable = ({ folds }) =>
  table(
    ['fold', 'held out', 'contact accuracy', 'event F1 at 50 ms', 'strikes (ms)', 'offs (ms)'],
    folds.map(({ fold, testWalks, scores: { network } }) => [
      ...[fold, testWalks.join(', '), plain(network.contact.accuracy, 3), plain(f1At50(network), 3)],
      ...['heel_strike', 'toe_off'].map((kind) => {
        const { biasMs, sdMs } = eventsOf(network, kind).timing;
        return `${withSign(biasMs)} ± ${plain(sdMs)}`;
      }),
    ]),
  );

/**
 * Trains on the same walks with labels put in another order within each of them: what a network can learn from these is
 * how common each class is, and if it knew more, something would leak.
 */
async function shuffledScores({ kernel, folders, say }, poses) {
  say('train on shuffled labels');
  const store = await kernel.openStore(path.join(folders.work, 'shuffled-store'));
  const datasetFolder = path.join(folders.work, 'training-shuffled');
  await rm(datasetFolder, { recursive: true, force: true });
  await mkdir(datasetFolder);
  const { settings } = kernel.resolveSettings([
    { source: 'balanced', values: { performance_mode: 'balanced' } },
  ]);
  const { signal_processing: signal, training, model_optimization: model } = settings;
  const { signal: never } = new AbortController();
  const walks = poses.map(({ walk, folder, address }) => ({
    walk,
    address,
    recording: address,
    read: () => kernel.recordingOf({ walk }, folder, {}).read(),
    events: null,
    corrected: false,
  }));
  const description = await kernel.buildDataset(
    walks,
    { target: 'contact', groupBy: 'subject', signal, labels: null },
    datasetFolder,
    { signal: never, onWalk: () => undefined },
  );
  await shuffleLabels(kernel, datasetFolder, description);
  const folds = kernel.makeFolds(description.walks, {
    folds: training.n_folds,
    leaveOneOut: false,
    validationSplit: training.validation_split,
    seed: training.seed,
  });
  const network = kernel.networkOf(settings, description);
  const trained = await kernel.runFolds(
    folds.map((fold) => ({ fold, address: `shuffled-${Date.now()}-${fold.number}` })),
    { datasetFolder, inChunks: false, network, training, model: { ...model, model_checkpointing: false } },
    {
      engine: await kernel.findEngine(settings),
      workers: 2,
      progress: kernel.foldProgress({ folds: folds.length, epochs: training.epochs }, () => undefined),
    },
    { store, signal: never, admission: kernel.createAdmission() },
  );
  const dataset = await kernel.openDataset(datasetFolder, { inChunks: false });
  const judgedFolds = await Promise.all(
    trained.map(async (fold) => ({ ...fold, predictions: await kernel.readFoldPredictions(fold.folder) })),
  );
  const { overFolds } = kernel.evaluateFolds(dataset, judgedFolds);
  dataset.close();
  await store.close();
  const [own, majority] = [overFolds.network, overFolds.majority].map((one) => one.contact_accuracy);
  return [
    judged(
      'contact accuracy, labels shuffled within each subject',
      'falls to the commonest class',
      `${plain(own.mean, 3)} ± ${plain(own.sd, 3)} (commonest class ${plain(majority.mean, 3)})`,
      own.mean <= majority.mean + 0.01,
    ),
  ];
}

/** Puts the rows of labels of each walk in another order. */
async function shuffleLabels({ datasetFiles, uniform, shuffled }, folder, { groups, walks }) {
  const file = path.join(folder, datasetFiles.labels);
  const bytes = await readFile(file);
  const rows = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const width = 2 * groups;
  for (const [index, { firstFrame, frames }] of walks.entries()) {
    const own = rows.slice(firstFrame * width, (firstFrame + frames) * width);
    for (const [to, from] of shuffled(frames, uniform(index + 1)).entries()) {
      rows.set(own.subarray(from * width, (from + 1) * width), (firstFrame + to) * width);
    }
  }
  await writeFile(file, bytes);
}

/** Recorded walks as an outside test of the networks that were trained on phantoms alone. */
async function outsideTest({ kernel, data, say }, session) {
  const folder = path.join(data, 'mocap');
  if (!existsSync(folder)) {
    return {
      figures: [leftOut('recorded trials', 'the recordings do not lie beside the project')],
      text: [],
    };
  }
  say('recorded trials');
  const rows = [];
  for (const { name, truth } of recorded) {
    await session.run({ step: 'load-landmarks', landmarks: path.join(folder, `${name}.trc`), as: name });
    const [found] = (await session.run({ step: 'predict-phases', pose: name, model: 'training' })).walks;
    const [ruled] = (await session.run({ step: 'detect-events', pose: name })).walks;
    if (found.error) throw new Error(found.error.message);
    const reference = await kernel.readLabels(path.join(folder, `${name}_events.csv`));
    for (const [by, { folder: result }] of [
      ['network', found],
      ['rule', ruled],
    ]) {
      const { events } = await kernel.readAnalysis(result);
      rows.push(...outsideRows(kernel, { name, truth, by, events, reference }));
    }
  }
  return {
    figures: [told('recorded trials', 'as found; nothing is asked of them')],
    text: [
      'Two recorded trials as an outside test of the networks trained on these phantoms alone, the mean of all folds; nothing is asked of them, and two trials show no more than that a model is not absurd. Their hips are the markers’ own or the joint centres estimated from pelvis markers as `load-landmarks` says (MediaPipe’s hips lie elsewhere, and the network knows those alone). Errors in ms, stated − reference.',
      table(['trial', 'reference', 'by', 'event', 'found', 'missed', 'invented', 'bias', 'SD'], rows),
    ],
  };
}

function outsideRows(kernel, { name, truth, by, events, reference }) {
  const beyondS = 0.05;
  const spanS = [reference[0].timeS - beyondS, reference.at(-1).timeS + beyondS];
  const trial = { walk: name, found: events, reference, spanS };
  return kernel.eventAgreement([trial], 'measured', ['both']).map(({ event, detection, timing }) => {
    const { found, missed, invented } = detection.find(({ toleranceMs }) => toleranceMs === 50);
    return [
      ...[name, truth, by, event === 'heel_strike' ? 'strikes' : 'offs'],
      ...[found, missed, invented, withSign(timing.bias), plain(timing.sd)],
    ];
  });
}
