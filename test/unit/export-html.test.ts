import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportedCells } from '../../src/kernel/export/exported-cells';
import { htmlDocument } from '../../src/kernel/export/html-document';
import { outputTypes } from '../../src/shared/cell-output';
import { codeCell, display, notebook, runStudy, textCell, type RunStudy } from './export-fixture';

const script = 'document.title = document.title;';
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
let study: RunStudy;

beforeAll(async () => {
  study = await runStudy();
});
afterAll(() => study.close());

const html = (
  text: string,
  options: { script?: string | null; notebookFile?: string | null } = {},
): Promise<string> => htmlDocument(exportedCells(text), { script: null, notebookFile: null, ...options });

/** The page without what it says of itself: its style. */
const bodyOf = (page: string): string => page.slice(page.indexOf('<body>'));

describe('a notebook as HTML', () => {
  it('shows texts, cells, their charts, pictures and tables, and then what they cost', async () => {
    const page = bodyOf(
      await html(
        notebook(textCell('# Two walks\n\nOf *one* walker.'), await study.pose(), await study.gait()),
      ),
    );
    expect(page).toContain('<h1>Two walks</h1>');
    expect(page).toContain('Of <em>one</em> walker.');
    expect(page).toContain('step: detect-events\npose: poses');
    expect(page).toContain('alt="Skeleton of w1 at moments spread over the recording"');
    for (const chart of [
      'Visibility of the legs of w1',
      'Joint angles of w1 over time',
      'Mean joint angles of w1',
    ])
      expect(page).toMatch(new RegExp(`aria-label="${chart}[^"]*"><svg`));
    expect(page).toContain('Parameters of w1: mean ± SD');
    expect(page).toContain('<h2>Performance</h2>');
    expect(page.indexOf('<h2>Performance</h2>')).toBeGreaterThan(page.indexOf('Parameters of w1'));
  });

  it('has one title: the notebook’s own, or the name of its file', async () => {
    const named = await html(notebook(codeCell('step: report')), { notebookFile: '/study/a <b>.gaitnb' });
    expect(named).toContain('<title>a &lt;b&gt;</title>');
    expect(named.match(/<h1/g)).toHaveLength(1);
    const titled = await html(notebook(textCell('```\n# no title\n```'), textCell('# A `walk`')));
    expect(titled).toContain('<title>A walk</title>');
    expect(titled.match(/<h1/g)).toHaveLength(1);
  });

  it('allows its own script by its digest and fetches nothing', async () => {
    const page = await html(notebook(await study.gait()), { script });
    const digest = createHash('sha256').update(script).digest('base64');
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)!;
    expect(policy).toContain(`script-src &#39;sha256-${digest}&#39;`);
    expect(policy).toMatch(/^default-src &#39;none&#39;; img-src data:;/);
    expect(page).toContain(`<script>${script}</script>`);
    // Nothing leads out: addresses are only those of names of SVG, and of links.
    expect(page.match(/\b(?:src|href)="(?!data:|#)[^"]*"/g) ?? []).toEqual([]);
  });

  it('on paper has no script, and is as complete', async () => {
    const page = await html(notebook(await study.gait()));
    expect(page).not.toContain('<script');
    expect(page).not.toContain('script-src');
    expect(page).toContain('Joint angles of w1 over time');
  });

  it('gives the script what the file holds, which can end no element', async () => {
    const cell = await study.gait();
    const outputs = JSON.parse(
      JSON.stringify(cell['outputs']).replaceAll('w1', '</script><img src=x onerror=alert(1)>'),
    ) as object[];
    const page = await html(notebook({ ...cell, outputs }), { script });
    const data = [...page.matchAll(/<script type="application\/json" data-mime="([^"]*)">(.*?)<\/script>/gs)];
    expect(data.map(([, mime]) => mime)).toEqual([outputTypes.gait, outputTypes.run]);
    expect(JSON.parse(data[0]![2]!)).toMatchObject({ walkId: '</script><img src=x onerror=alert(1)>' });
    expect(page).not.toContain('<img src=x');
  });
});

describe('what could run in an exported notebook is shown as text', () => {
  it.each([
    ['markup in a text', '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>', /&lt;script&gt;alert/],
    ['a link that runs', '[here](javascript:alert(1))', /\[here\]/],
    ['a link to data', '[here](data:text/html;base64,PHNjcmlwdD4=)', /<span>here<\/span>/],
    ['a picture from elsewhere', '![plan](https://example.org/plan.png)', /left out: plan – it is elsewhere/],
    ['a file of somebody else', '![key](../../secret.png)', /left out: key – /],
  ])('%s', async (_, markdown, shown) => {
    const page = bodyOf(
      await html(notebook(textCell(markdown)), { notebookFile: path.join(study.folder, 'n.gaitnb') }),
    );
    expect(page).toMatch(shown);
    expect(page).not.toMatch(/<script|<img|javascript:[^<]*"|href="data:/);
  });

  it('an output that another program would run', async () => {
    const page = bodyOf(
      await html(
        notebook(
          codeCell('print(1)', [
            display({ 'text/html': '<script>alert(1)</script>' }),
            display({ 'application/javascript': 'alert(1)', 'text/plain': '<b>plain</b>' }),
            { output_type: 'stream', name: 'stdout', text: '\u001b[31m<i>red</i>\u001b[0m\n' },
            { output_type: 'error', ename: 'Error', evalue: '<u>wrong</u>', traceback: [] },
          ]),
        ),
      ),
    );
    expect(page).toContain('cannot be drawn here: text/html.');
    for (const shown of [
      '&lt;b&gt;plain&lt;/b&gt;',
      '>&lt;i&gt;red&lt;/i&gt;<',
      'alarm">&lt;u&gt;wrong&lt;/u&gt;',
    ])
      expect(page).toContain(shown);
    expect(page).not.toMatch(/<script|alert/);
  });

  it('a drawing with a script stands in a picture, which runs none', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
    const page = bodyOf(
      await html(notebook(codeCell('x', [display({ 'image/svg+xml': svg, 'text/plain': 'A drawing' })]))),
    );
    expect(page).toContain(
      `<img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}" alt="A drawing">`,
    );
    expect(page).not.toContain('alert');
  });

  it('a chart that can be anybody’s is not computed here: its picture is shown', async () => {
    const chart = { [outputTypes.chart]: { mark: { type: 'bar', tooltip: { expr: 'alert(1)' } } } };
    const page = bodyOf(
      await html(notebook(codeCell('x', [display({ ...chart, 'image/png': png, 'text/plain': 'Bars' })])), {
        script,
      }),
    );
    expect(page).toContain(`<img src="data:image/png;base64,${png}" alt="Bars">`);
    expect(page).not.toContain('alert');
  });
});

describe('an exported notebook', () => {
  it('takes pictures along that its texts show: attachments and files beside it', async () => {
    await writeFile(path.join(study.folder, 'my plan.png'), Buffer.from(png, 'base64'));
    const markdown = '![a](attachment:a.png) ![b](my%20plan.png) ![c](no.png)';
    const page = bodyOf(
      await html(notebook(textCell(markdown, { attachments: { 'a.png': { 'image/png': png } } })), {
        notebookFile: path.join(study.folder, 'n.gaitnb'),
      }),
    );
    for (const alt of ['a', 'b'])
      expect(page).toContain(`<img src="data:image/png;base64,${png}" alt="${alt}">`);
    expect(page).toContain('left out: c – there is no such file');
  });

  it('shows what another version made by its picture and its words, and says so', async () => {
    const [pose] = (await study.pose())['outputs'] as { data: Record<string, object> }[];
    const later = { ...pose!.data, [outputTypes.pose]: { ...pose!.data[outputTypes.pose], format: 2 } };
    const page = bodyOf(await html(notebook(codeCell('step: extract-pose', [display(later)])), { script }));
    expect(page).toContain('This was made by another version of Gait Notebook');
    expect(page).toContain('<img src="data:image/svg+xml;base64,');
    expect(page).not.toContain('application/json');
  });

  it('has no performance report where nothing was run, or its records are those of another version', async () => {
    expect(bodyOf(await html(notebook(codeCell('step: report'))))).not.toContain('Performance');
    const cell = await study.pose();
    const other = JSON.parse(
      JSON.stringify(cell['outputs']).replaceAll('"io_optimization"', '"io"'),
    ) as object[];
    const page = bodyOf(await html(notebook({ ...cell, outputs: other })));
    expect(page).toContain('Skeleton of w1');
  });

  it('can hold nothing at all', async () => {
    expect(await html('')).toContain('<h1>Notebook</h1>');
  });
});
