import type { StudyPrediction } from './benchmark';
import type { WordTable } from './benchmark-tables';
import { notMeasured, readable, workNames, worksIn } from './benchmark-words';
import { counted, duration, missing } from './numbers';

/** What the whole study would take, a table for each kind of work. */
export const predictionTables = (predictions: readonly StudyPrediction[]): WordTable[] =>
  worksIn(predictions).map((work) => {
    const own = predictions.filter((one) => one.work === work);
    const { walks, frames } = own[0]!;
    const withoutMemory = own
      .filter(({ peak_rss_mb: peak }) => peak === null)
      .map(({ contender }) => contender);
    return {
      title: `Your study: ${counted(walks, 'walk')}, ${counted(frames, 'frame')} (${workNames[work]})`,
      caption:
        'What each profile is expected to need for all of it, with the bounds that the outcome should lie in.',
      columns: [
        'Profile',
        'Time',
        'At least–at most',
        'Peak memory (MB)',
        'At least–at most',
        'Limit (MB)',
        'Fits',
        'Side by side',
      ],
      rows: own.map(({ contender, seconds, peak_rss_mb: peak, limit_mb: limitMb, fits, workers }) => ({
        head: contender,
        cells: [
          duration(seconds.expected),
          `${duration(seconds.low)} – ${duration(seconds.high)}`,
          peak === null ? notMeasured : readable(peak.expected),
          peak === null ? missing : `${readable(peak.low)}–${readable(peak.high)}`,
          String(Math.round(limitMb)),
          fits ? 'yes' : 'no',
          String(workers),
        ],
      })),
      notes:
        withoutMemory.length > 0
          ? [`Peak memory of ${withoutMemory.join(', ')}: ${notMeasured}, so that it cannot be foretold.`]
          : [],
    };
  });
