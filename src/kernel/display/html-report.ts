import { markup, type Markup } from './markup';
import { reportPage } from './page';
import { changeSection } from './report-change';
import type { ReportInput, ReportWalk } from './report-input';
import { methodsSection, sharedConventions } from './report-methods';
import { performanceSection } from './report-performance';
import { summarySection } from './report-summary';
import { walkSection } from './report-walk';

export type { ReportInput, ReportWalk } from './report-input';

/** Pictures that a report carries at most, in bytes of JPEG, so that a study of a hundred walks can still be mailed. */
const maxPictureBytes = 8_000_000;
/** Up to so many walks everything is laid open and shown in more pictures. */
const smallStudy = 4;

/** One HTML file that stands alone: the study first, then every walk, the methods, and what it cost. */
export async function renderHtmlReport(input: ReportInput): Promise<string> {
  const { title, study, performance, records, renderChart } = input;
  const small = study.length <= smallStudy;
  const illustrated = withinPictureBudget(study);
  const conventions = sharedConventions(study);
  const walks: Markup[] = [];
  // One after another: charts of many walks drawn at once would hold all of their scenes in memory.
  for (const [index, item] of study.entries()) {
    walks.push(
      await walkSection(item, {
        index,
        maxTiles: small ? 12 : 8,
        withPictures: illustrated.has(item),
        sharedConventions: conventions,
        renderChart,
        openTables: small,
      }),
    );
  }
  const startedAt = records[0]?.startedAt;
  return reportPage(
    title,
    startedAt && markup`<p class="quiet">${readableTime(startedAt)}</p>`,
    markup`${summarySection(study)}
${walks}
${changeSection(input.change)}
${methodsSection(input, conventions)}
${await performanceSection(performance)}`,
  );
}

/** The first walks whose pictures fit into the budget together. */
function withinPictureBudget(study: readonly ReportWalk[]): ReadonlySet<ReportWalk> {
  let bytes = 0;
  return new Set(
    study.filter(({ pose }) => {
      bytes += pose?.filmstripJpeg?.length ?? 0;
      return bytes <= maxPictureBytes;
    }),
  );
}

/** "2026-01-31 14:05 UTC": the same wherever it is read. */
function readableTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
