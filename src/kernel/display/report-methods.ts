import type { GaitQuality } from '../../shared/results';
import type { ResolvedSettings } from '../../shared/settings';
import { normativeSources } from '../../shared/charts/cycle-chart';
import { markup, type Markup } from './markup';
import { normativeItems } from './parameter-table';
import type { ReportInput, ReportWalk } from './report-input';

/** How the figures came about, by whose method, and what they cannot tell. */
export function methodsSection({ study, records }: ReportInput, conventions: readonly string[]): Markup {
  const events = records.find(({ step }) => step === 'detect-events') ?? records.at(-1);
  const signal = events?.settings.settings.signal_processing;
  const norms = normsOf(study);
  const fromVideo = study.some(({ walk }) => walk.source === 'video');
  return markup`<section><h2>Methods and conventions</h2><ul>
${fromVideo && markup`<li><strong>Pose.</strong> 33 landmarks a frame by MediaPipe’s Pose Landmarker (BlazePose: Bazarevsky et al. 2020, arXiv 2006.10204), at the real time of each frame; a frame without a pose stays missing.</li>`}
${signal && filterItem(signal)}
${methodsOf(study).map(({ name, source }) => markup`<li><strong>Events (${name}).</strong> ${eventWords[name] ?? ''} ${source}. Instants lie between frames; the order of contacts is checked, and legs that the pose exchanged are put right.</li>`)}
<li><strong>Steps</strong> are counted by the rule of Zeni, Richards and Higginson (2008, Gait &amp; Posture 27:710–714, doi 10.1016/j.gaitpost.2007.07.007).</li>
<li><strong>Cycles.</strong> From one initial contact to the next of the same foot. All are listed; those that are left out, among them outliers by their stride time, say why and count nowhere. Passes are analysed apart, and turns are left out.</li>
${isCorrected(study) && markup`<li><strong>Corrections by hand.</strong> Events that a person added, moved or deleted, or whose legs were exchanged, are listed with author, time and reason; cycles, parameters and curves are computed anew from them.</li>`}
<li><strong>Double support.</strong> Left is the one that follows left contact, right the one that follows right contact; the total is their sum.</li>
<li><strong>Symmetry index.</strong> 200 · (L − R) / (L + R), signed (after Robinson, Herzog and Nigg 1987).</li>
${norms.length > 0 && markup`<li><strong>Healthy adults.</strong> Mean ± SD between people, to see a figure in its place and not to judge a walker by. ${norms.join('. ')}.</li>`}
${conventions.map((text) => markup`<li>${text}</li>`)}
<li><strong>What this cannot tell.</strong> The chain of computation is verified on a phantom, a rendered walker whose every contact is known exactly. That shows that the computation is right; it does not validate the figures on people. One camera sees a projection: angles shrink as the view leaves the side view, and lengths need a scale. Published video analyses of this kind come within about 20 ms a step and 4° to 7° of joint angle of a marker system (Stenum, Rossi and Roemmich 2021, PLoS Computational Biology 17:e1008935).</li>
</ul></section>`;
}

/** What the methods look for, in words. */
const eventWords: Readonly<Record<string, string>> = {
  zeni: 'Initial contact follows the moment at which the heel is furthest ahead of the pelvis, when it has come to rest on the floor: at its foremost it still swings back in the air, tens of milliseconds early. Final contact is where the toe leaves the floor, about when it is furthest behind the pelvis.',
  'zeni-plain':
    'Initial contact where the heel is furthest ahead of the pelvis, final contact where the toe is furthest behind it; initial contact comes tens of milliseconds early by this rule.',
  'foot-velocity':
    'Initial contact where the middle of the foot falls fastest after swing, final contact where it rises fastest.',
};

/** The methods by which events of the study were found, each once. */
function methodsOf(study: readonly ReportWalk[]): GaitQuality['method'][] {
  const methods = study.flatMap(({ gait }) => (gait ? [gait.parameters.quality.method] : []));
  return [...new Map(methods.map((method) => [method.name, method])).values()];
}

/** Whose figures the bands of healthy adults are; empty where none are shown. */
function normsOf(study: readonly ReportWalk[]): string[] {
  const curves = study.flatMap(({ gait }) => (gait ? normativeSources(gait) : []));
  const parameters = normativeItems(study.flatMap(({ gait }) => (gait ? [gait.parameters] : [])));
  return [...parameters, ...new Set(curves)];
}

const isCorrected = (study: readonly ReportWalk[]): boolean =>
  study.some(({ gait }) => gait !== undefined && gait.edits.length > 0);

function filterItem(signal: ResolvedSettings['settings']['signal_processing']): Markup {
  return markup`<li><strong>Signal.</strong> Points with a visibility below ${signal.confidence_threshold} are dropped, gaps up to ${signal.max_gap_s} s filled, and the paths smoothed by a Butterworth low-pass run both ways, so without delay: effective order ${signal.filter_order}, effective −3 dB point ${signal.filter_cutoff_hz} Hz.</li>`;
}

/** What holds for every walk of a study; what holds for some stands with them. */
export function sharedConventions(study: readonly ReportWalk[]): readonly string[] {
  const [first, ...others] = study.flatMap(({ gait }) => (gait ? [gait.conventions] : []));
  return (first ?? []).filter((text) => others.every((conventions) => conventions.includes(text)));
}
