import type { GaitEvent } from '../../shared/results';
import { readC3dEvents } from './c3d/events';

/**
 * The gait events that a landmark file brings along, in order of time on the clock of its landmarks. Only C3D files
 * hold any.
 * @throws GaitError `bad-input` where a C3D file cannot be read
 */
export const readStoredEvents = (file: string): Promise<GaitEvent[]> =>
  /\.c3d$/i.test(file) ? readC3dEvents(file) : Promise.resolve([]);
