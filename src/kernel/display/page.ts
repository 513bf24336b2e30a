import { Markup, markup } from './markup';
import { reportStyle } from './report-style';

/** Nothing is fetched and nothing runs: pictures stand in the page, and there is no script. */
const contentPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * One HTML file that stands alone.
 * @param below what stands under the title, in the header
 */
export const standalonePage = (title: string, below: Markup | false | undefined | '', body: Markup): string =>
  markup`${new Markup('<!doctype html>')}
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
<header><h1>${title}</h1>${below}</header>
${body}
<footer><p class="quiet">Made by Gait Notebook. This file stands alone: it loads nothing and runs no script.</p></footer>
</main></body>
</html>
`.text;
