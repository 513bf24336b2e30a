import type { GaitEvent, KeypointTrack, Walk } from '../../../shared/results';

/** A walk that a data set is made from, as the steps before left it. */
export interface SourceWalk {
  readonly walk: Walk;
  /** Address of its result in the store. */
  readonly address: string;
  /** Tells its recording apart from others: the same of all its copies, whatever is known of each. */
  readonly recording: string;
  readonly read: () => Promise<KeypointTrack>;
  /** Of a result that holds events; null of a pose or of landmarks. */
  readonly events: readonly GaitEvent[] | null;
  /** Whether these were corrected by hand. */
  readonly corrected: boolean;
}
