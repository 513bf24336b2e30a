import { Markup, markup } from './markup';
import type { ReportInput, ReportWalk } from './report-input';
import { methodsSection, sharedConventions } from './report-methods';
import { performanceSection } from './report-performance';
import { reportStyle } from './report-style';
import { summarySection } from './report-summary';
import { walkSection } from './report-walk';

export type { ReportInput, ReportWalk } from './report-input';

/** Nothing is fetched and nothing runs: pictures stand in the page, and there is no script. */
const contentPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
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
  const page = markup`${new Markup('<!doctype html>')}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(reportStyle)}</style>
</head>
<body><main>
<header><h1>${title}</h1>${startedAt && markup`<p class="quiet">${readableTime(startedAt)}</p>`}</header>
${summarySection(study)}
${walks}
${methodsSection(input, conventions)}
${await performanceSection(performance)}
<footer><p class="quiet">Made by Gait Notebook. This file stands alone: it loads nothing and runs no script.</p></footer>
</main></body>
</html>
`;
  return page.text;
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
