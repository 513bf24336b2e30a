import type { ResolvedSettings } from '../../shared/settings';
import { markup, type Markup } from './markup';
import type { ReportInput, ReportWalk } from './report-input';

/** How the figures came about, by whose method, and what they cannot tell. */
export function methodsSection({ study, records }: ReportInput, conventions: readonly string[]): Markup {
  const events = records.find(({ step }) => step === 'detect-events') ?? records.at(-1);
  const signal = events?.settings.settings.signal_processing;
  const fromVideo = study.some(({ walk }) => walk.source === 'video');
  return markup`<section><h2>Methods and conventions</h2><ul>
${fromVideo && markup`<li><strong>Pose.</strong> 33 landmarks a frame by MediaPipe’s Pose Landmarker (BlazePose: Bazarevsky et al. 2020, arXiv 2006.10204), at the real time of each frame; a frame without a pose stays missing.</li>`}
${signal && filterItem(signal)}
<li><strong>Events.</strong> Toe-off where the toe is furthest behind the pelvis, after Zeni, Richards and Higginson (2008, Gait &amp; Posture 27:710–714, doi 10.1016/j.gaitpost.2007.07.007). Their heel strike, where the heel is furthest ahead of the pelvis, comes some tens of milliseconds early, while the leg already swings back; here the strike is the moment after it at which the heel has lost 60 % of the walking speed over the floor. Both with interpolation between frames, a check of the order of contacts, and legs that the pose exchanged put right.</li>
<li><strong>Double support.</strong> Left is the one that follows left contact, right the one that follows right contact; the total is their sum.</li>
<li><strong>Symmetry index.</strong> 200 · (L − R) / (L + R), signed (after Robinson, Herzog and Nigg 1987).</li>
${conventions.map((text) => markup`<li>${text}</li>`)}
<li><strong>What this cannot tell.</strong> The chain of computation is verified on a phantom, a rendered walker whose every contact is known exactly. That shows that the computation is right; it does not validate the figures on people. One camera sees a projection: angles shrink as the view leaves the side view, and lengths need a scale. Published video analyses of this kind come within about 20 ms a step and 4° to 7° of joint angle of a marker system (Stenum, Rossi and Roemmich 2021, PLoS Computational Biology 17:e1008935).</li>
</ul></section>`;
}

function filterItem(signal: ResolvedSettings['settings']['signal_processing']): Markup {
  return markup`<li><strong>Signal.</strong> Points with a visibility below ${signal.confidence_threshold} are dropped, gaps up to ${signal.max_gap_s} s filled, and the paths smoothed by a Butterworth low-pass run both ways, so without delay: effective order ${signal.filter_order}, effective −3 dB point ${signal.filter_cutoff_hz} Hz.</li>`;
}

/** What holds for every walk of a study; what holds for some stands with them. */
export function sharedConventions(study: readonly ReportWalk[]): readonly string[] {
  const [first, ...others] = study.flatMap(({ gait }) => (gait ? [gait.conventions] : []));
  return (first ?? []).filter((text) => others.every((conventions) => conventions.includes(text)));
}
