import type { RendererNotice, RendererRequest } from '../shared/renderer-messages';
import type { Moments, Unsubscribe } from './moments';
import type { Pictures } from './pictures';
import type { OutputTheme } from './theme-colours';

export type { Moments, Unsubscribe } from './moments';

/** What an output of one kind is drawn by: it is whole when the function returns, for VS Code measures it then. */
export type Draw<Payload> = (payload: Payload, host: OutputHost) => Drawing;

/** An output that stands in the page. */
export interface Drawing {
  readonly element: HTMLElement;
  /** Stops whatever goes on: timers, observers, listeners. The element is taken away by whoever asked for it. */
  dispose(): void;
}

/** All that an output knows of the page that it stands in. */
export interface OutputHost {
  /** Asks the extension for something; null where nobody listens, so that what cannot work is not offered. */
  readonly post: ((request: RendererRequest) => void) | null;
  onNotice(listener: (notice: RendererNotice) => void): Unsubscribe;
  readonly theme: ThemeSource;
  readonly moments: Moments;
  readonly pictures: Pictures;
}

/** The theme's colours, which can change while an output stands. */
export interface ThemeSource {
  current(): OutputTheme;
  onChange(listener: (theme: OutputTheme) => void): Unsubscribe;
}
