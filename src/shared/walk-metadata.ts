import { z } from 'zod';
import { described } from './settings';

const crop = z
  .tuple([z.number().min(0), z.number().min(0), z.number().positive(), z.number().positive()])
  .meta({ expects: 'four numbers of pixels: x, y, width, height, with a width and height above 0' });

const floorPoints = z
  .tuple([z.number(), z.number(), z.number(), z.number(), z.number().positive()])
  .meta({ expects: 'five numbers: x1, y1, x2, y2 in pixels, and the metres between the two points' });

/** What is known of a walk beside its recording; the columns of a study table. */
export const walkMetadata = {
  subject: described(z.string().optional(), 'result', 'Who walks.'),
  session: described(z.string().optional(), 'result', 'Which visit.'),
  condition: described(z.string().optional(), 'result', 'For example barefoot, or with orthosis.'),
  affected_side: described(
    z.enum(['left', 'right', 'both', 'none']).optional(),
    'result',
    'The affected side.',
  ),
  aid: described(z.string().optional(), 'result', 'Walking aid.'),
  height_m: described(
    z.number().min(0.4).max(2.6).optional(),
    'result',
    'Height of the subject in metres: a coarse scale.',
  ),
  belt_speed_m_s: described(
    z.number().min(0).max(12).optional(),
    'result',
    'Speed of the treadmill belt in m/s.',
  ),
  capture_fps: described(
    z.number().min(1).max(10_000).optional(),
    'result',
    'Frames per second at which the camera recorded, where the file plays slower or faster.',
  ),
  crop: described(
    crop.optional(),
    'result',
    'Part of the picture to look at: [x, y, width, height] in pixels.',
  ),
  view_deg: described(
    z.number().min(-80).max(80).optional(),
    'result',
    'Angle of the camera off the side view in degrees, where it is known.',
  ),
  floor_points: described(
    floorPoints.optional(),
    'result',
    'Two points on the floor along the walk and the metres between them: [x1, y1, x2, y2, metres], in pixels.',
  ),
  labels: described(
    z.string().min(1).meta({ reads: 'labels' }).optional(),
    'result',
    'CSV file with the events of this walk: time_s, side, event.',
  ),
};
