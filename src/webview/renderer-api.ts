/** The part of VS Code's renderer interface that is used here. */
export interface RendererContext {
  /** There only where the notebook offers messages. */
  readonly postMessage?: (message: unknown) => void;
  readonly onDidReceiveMessage?: (listener: (message: unknown) => void) => { dispose(): void };
}

/** One output to draw. */
export interface OutputItem {
  /** Stays the same as long as the output stands, also when its content is exchanged. */
  readonly id: string;
  readonly mime: string;
  text(): string;
  data(): Uint8Array;
}

export interface Renderer {
  renderOutputItem(item: OutputItem, place: HTMLElement): void;
  /** @param id left out where all outputs go. */
  disposeOutputItem(id?: string): void;
}
