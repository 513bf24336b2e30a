import { parentPort, workerData } from 'node:worker_threads';
import { framePainter } from './picture';
import type { FrameRequest, PaintedFrame, PainterData } from './worker-protocol';

// Entry of a painting thread: only render.ts starts it.
if (!parentPort) throw new Error('phantom-worker runs as a worker thread.');
const port = parentPort;
const paint = framePainter((workerData as PainterData).options);
port.on('message', ({ frame }: FrameRequest) => {
  const painted: PaintedFrame = { frame, rgb: paint(frame) };
  port.postMessage(painted, [painted.rgb.buffer]);
});
