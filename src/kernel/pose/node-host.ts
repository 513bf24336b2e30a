/**
 * What MediaPipe's browser library wants around it, in Node: a few globals, and a canvas whose WebGL context only
 * carries pixels. The library uploads each frame as a texture and reads it back into its own memory; inference
 * itself runs on the processor and never draws.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import type { RgbaFrame } from './landmarker';

/** What the library takes for an image: the names are the browser's. */
export interface ImageLike {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export const asImage = (frame: RgbaFrame): ImageLike => ({
  width: frame.widthPx,
  height: frame.heightPx,
  data: frame.data,
});

interface Texture {
  image: ImageLike | null;
}

const gl = {
  TEXTURE_2D: 0x0de1,
  RGBA: 0x1908,
  UNSIGNED_BYTE: 0x1401,
  UNPACK_FLIP_Y_WEBGL: 0x9240,
  VENDOR: 0x1f00,
  RENDERER: 0x1f01,
  VERSION: 0x1f02,
  MAX_DRAW_BUFFERS: 0x8824,
  FRAMEBUFFER_COMPLETE: 0x8cd5,
  ALREADY_SIGNALED: 0x911a,
} as const;

/** The part of WebGL 2 that the library calls without a GPU: `texImage2D` in, `readPixels` out. */
class PixelCarrier {
  readonly TEXTURE_2D = gl.TEXTURE_2D;
  readonly RGBA = gl.RGBA;
  readonly UNSIGNED_BYTE = gl.UNSIGNED_BYTE;
  readonly UNPACK_FLIP_Y_WEBGL = gl.UNPACK_FLIP_Y_WEBGL;
  #bound: Texture | null = null;
  #attached: Texture | null = null;

  constructor(readonly canvas: CarrierCanvas) {}

  texImage2D(...args: readonly unknown[]): void {
    // In the form with an image as its sixth argument, which is the only one used for frames.
    if (this.#bound !== null) this.#bound.image = args[5] as ImageLike;
  }

  readPixels(
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    target: Uint8Array,
    at: number,
  ): void {
    const image = this.#attached?.image;
    if (
      image?.width !== width ||
      image.height !== height ||
      x !== 0 ||
      y !== 0 ||
      format !== gl.RGBA ||
      type !== gl.UNSIGNED_BYTE
    ) {
      throw new Error(
        `MediaPipe asked for pixels in an unknown way: ${[x, y, width, height, format, type].join(', ')}`,
      );
    }
    // A short frame would otherwise be taken without a word, with what was left in memory as its rest.
    if (image.data.length !== width * height * 4) {
      throw new Error(`a frame has ${image.data.length} bytes instead of ${width * height * 4}`);
    }
    target.set(image.data, at);
  }

  createTexture(): Texture {
    return { image: null };
  }
  bindTexture(_target: number, texture: Texture | null): void {
    this.#bound = texture;
  }
  framebufferTexture2D(_target: number, _attachment: number, _kind: number, texture: Texture | null): void {
    this.#attached = texture;
  }
  deleteTexture(texture: Texture | null): void {
    if (texture !== null) texture.image = null;
  }

  getParameter(name: number): string | number {
    switch (name) {
      case gl.VERSION:
        return 'WebGL 2.0 (none)';
      case gl.VENDOR:
      case gl.RENDERER:
        return 'none';
      default:
        return 0;
    }
  }
  checkFramebufferStatus = (): number => gl.FRAMEBUFFER_COMPLETE;
  clientWaitSync = (): number => gl.ALREADY_SIGNALED;
  createFramebuffer = (): object => ({});
  fenceSync = (): object => ({});
  getContextAttributes = (): object => ({ alpha: true });
  getError = (): number => 0;
  getExtension = (): null => null;
  getSupportedExtensions = (): readonly string[] => [];
  isContextLost = (): boolean => false;

  // Called, with nothing to do here.
  activeTexture(): void {}
  bindFramebuffer(): void {}
  deleteFramebuffer(): void {}
  deleteSync(): void {}
  finish(): void {}
  flush(): void {}
  pixelStorei(): void {}
  texParameteri(): void {}
  waitSync(): void {}
}

/** Stands in for the canvas that the library draws on. */
export class CarrierCanvas {
  width = 1;
  height = 1;
  readonly #context = new PixelCarrier(this);

  getContext(kind: string): PixelCarrier | null {
    return kind === 'webgl2' ? this.#context : null;
  }
  addEventListener(): void {}
  removeEventListener(): void {}
}

/**
 * Installs the globals that the library looks for; meant for a worker thread of its own.
 * The loader of its wasm is a script that leaves `ModuleFactory` behind, fetched by `importScripts`.
 */
export function installBrowserGlobals(): void {
  const globals = globalThis as Record<string, unknown>;
  globals['self'] ??= globalThis;
  globals['navigator'] ??= { userAgent: 'Node' };
  // Only asked whether something is an instance of it.
  globals['WebGLRenderingContext'] ??= function WebGLRenderingContext() {};
  globals['importScripts'] ??= (file: string): void => {
    const source = readFileSync(file, 'utf8');
    const script = `(function (require, __filename, __dirname) {${source}\n;globalThis.ModuleFactory = ModuleFactory;})`;
    const run = vm.runInThisContext(script, { filename: file }) as (...args: unknown[]) => void;
    run(createRequire(file), file, path.dirname(file));
  };
}
