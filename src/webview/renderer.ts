import { outputTypes, type OutputPayload } from '../shared/cell-output';
import type { RendererNotice } from '../shared/renderer-messages';
import { drawBenchmark } from './benchmark';
import { element } from './element';
import { drawGait } from './gait';
import type { Drawing, OutputHost } from './host';
import { createMoments } from './moments';
import { parsePayload } from './payload/parse';
import { createPictures } from './pictures';
import { drawPose } from './pose';
import type { OutputItem, Renderer, RendererContext } from './renderer-api';
import { drawLiveRun } from './run/live-run';
import { drawRun } from './run/run';
import { drawSavedChart } from './saved-chart';
import { drawStudy } from './study';
import { outputFrame } from './output-frame';
import { pageTheme } from './theme';
import { drawTraining } from './training';

/** Larger outputs are not ours: the kernel keeps them far below. */
const mostBytes = 20_000_000;

/** What VS Code calls to draw the outputs of gait cells. */
export function activate(context: RendererContext): Renderer {
  const host = createHost(context);
  const standing = new Map<string, Drawing>();
  const dispose = (id: string): void => {
    standing.get(id)?.dispose();
    standing.delete(id);
  };
  return {
    renderOutputItem: (item, place) => {
      dispose(item.id);
      const drawing = drawItem(item, host);
      standing.set(item.id, drawing);
      place.replaceChildren(outputFrame(drawing.element));
    },
    disposeOutputItem: (id) => {
      for (const each of id === undefined ? [...standing.keys()] : [id]) dispose(each);
    },
  };
}

function createHost({ postMessage, onDidReceiveMessage }: RendererContext): OutputHost {
  const listeners = new Set<(notice: RendererNotice) => void>();
  onDidReceiveMessage?.((message) => {
    // Sound: only the extension that this renderer belongs to can send here.
    for (const listener of [...listeners]) listener(message as RendererNotice);
  });
  return {
    post: postMessage
      ? (request) => {
          postMessage(request);
        }
      : null,
    onNotice: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    theme: pageTheme(),
    moments: createMoments(),
    pictures: createPictures(),
  };
}

/** Whatever an output holds, something is shown: what cannot be drawn is said in words. */
function drawItem(item: OutputItem, host: OutputHost): Drawing {
  try {
    if (item.data().byteLength > mostBytes) {
      return inWords('This output is too large to be shown. Clear it, and run the cell again.');
    }
    const value: unknown = JSON.parse(item.text());
    if (item.mime === outputTypes.chart) return drawSavedChart(value, host);
    const parsed = parsePayload(value);
    return parsed.ok ? drawPayload(parsed.payload, host) : inWords(parsed.message);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return inWords(`This output cannot be shown (${reason}). Run the cell again.`);
  }
}

function drawPayload(payload: OutputPayload, host: OutputHost): Drawing {
  switch (payload.kind) {
    case 'study':
      return drawStudy(payload, host);
    case 'pose':
      return drawPose(payload, host);
    case 'gait':
      return drawGait(payload, host);
    case 'training':
      return drawTraining(payload);
    case 'benchmark':
      return drawBenchmark(payload, host);
    case 'run':
      return drawRun(payload, host);
    case 'live-run':
      return drawLiveRun(payload, host);
  }
}

const inWords = (message: string): Drawing => ({
  element: element('p', { class: 'alarm' }, message),
  dispose: () => undefined,
});
