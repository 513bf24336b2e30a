/** One upright picture: 4 bytes a pixel, row by row. The bytes may be overwritten once a call returns. */
export interface RgbaFrame {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** Where the person is, pixel by pixel. Valid until the next frame is looked at. */
export interface Silhouette {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 0–1 for each pixel, row by row. */
  readonly confidence: Float32Array;
}

export interface LocatedPose {
  /** 33 × 4: x and y as shares of the frame's width and height, z as a share of its width, visibility 0–1. */
  readonly image: Float32Array;
  /** 33 × 3: metres, origin between the hips, y downwards. */
  readonly world: Float32Array;
  /** Only with segmentation. */
  readonly silhouette: Silhouette | null;
}

/**
 * What finds a person's landmarks: frames with their times go in, landmarks come out.
 * One landmarker follows one person through one video; it is made anew for the next one.
 */
export interface Landmarker {
  /** How settings were met where the library has no switch of its own; for the run record. */
  readonly notes: readonly string[];
  /** Looks at the next frame; `timeS` must grow from call to call. Null where no person was found. */
  locate(frame: RgbaFrame, timeS: number): LocatedPose | null;
  close(): void;
}
