import { loadBed } from '../../../test/vscode/bed/load.mjs';
import { sampleClip } from '../clips.mjs';
import { measureMany } from '../notebook/many-outputs.mjs';
import { measureHour } from '../notebook/one-hour.mjs';
import { measureRuns } from '../notebook/run-again.mjs';
import { measureThroughput } from '../notebook/throughput.mjs';

export const title = 'The notebook, in VS Code';
export const notes = [
  'VS Code, its browser and the kernel share this machine’s cores. Medians, with the least and the most in brackets.',
  'This browser draws in software: a window that shows a cell that runs takes CPU for VS Code’s own turning mark, too.',
];

const frames = 210;
/** So many that the start of a run, when the window draws what came before, weighs little. */
const longFrames = 840;
/** Of files on a server VS Code asks before it opens more than 10 MB, which waits for an answer. */
const settings = { 'workbench.editorLargeFileConfirmation': 100 };

export async function measure(context) {
  const { startBed, installBed, namedExtension, notebookText, provideExtension } = await loadBed();
  await provideExtension();
  const { node } = await installBed();
  const clip = sampleClip(context, 'walker-side', frames);
  const longClip = sampleClip(context, 'walker-side', longFrames);
  const bed = await startBed({ extension: namedExtension(), settings });
  try {
    const { savedFile, figures } = await measureRuns(context, bed, notebookText, clip);
    return [
      ...figures,
      ...(await measureMany(context, bed, savedFile, clip)),
      ...(await measureHour(context, bed, notebookText, { clip: longClip, frames: longFrames, savedFile })),
      ...(await measureThroughput(context, bed, {
        node,
        texts: notebookText,
        clip: longClip,
        frames: longFrames,
        repeats: context.quick ? 2 : 5,
      })),
    ];
  } finally {
    await bed.stop();
  }
}
