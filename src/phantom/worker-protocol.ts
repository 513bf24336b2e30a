import type { PhantomOptions } from '../shared/phantom-options';

/** What a painting worker is started with. */
export interface PainterData {
  readonly options: PhantomOptions;
}

/** To the worker: draw this frame. */
export interface FrameRequest {
  readonly frame: number;
}

/** From the worker: a frame as rows of RGB bytes, handed over. */
export interface PaintedFrame {
  readonly frame: number;
  readonly rgb: Uint8Array<ArrayBuffer>;
}
