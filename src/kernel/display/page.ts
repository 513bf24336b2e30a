import { createHash } from 'node:crypto';
import { Markup, markup } from './markup';
import { reportStyle } from './report-style';

export interface Page {
  readonly title: string;
  readonly body: Markup;
  /** Where the file comes from. */
  readonly footer: string;
  readonly style?: string;
  /** The one script that may run; null for none. */
  readonly script?: string | null;
}

/** One HTML file that stands alone. */
export const standalonePage = ({ title, body, footer, style = reportStyle, script = null }: Page): string =>
  markup`${new Markup('<!doctype html>')}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body><main>
${body}
<footer><p class="quiet">${footer}</p></footer>
</main>${script !== null && markup`<script>${new Markup(script)}</script>`}</body>
</html>
`.text;

/**
 * A report as such a file, without a script.
 * @param below what stands under the title, in the header
 */
export const reportPage = (title: string, below: Markup | false | undefined | '', body: Markup): string =>
  standalonePage({
    title,
    body: markup`<header><h1>${title}</h1>${below}</header>
${body}`,
    footer: 'Made by Gait Notebook. This file stands alone: it loads nothing and runs no script.',
  });

/** Nothing is fetched, and nothing runs but the script that this package put there: it is known by its digest. */
function contentPolicy(script: string | null): string {
  const common =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  if (script === null) return common;
  return `${common}; script-src 'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`;
}
