import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportedCells } from '../../src/kernel/export/exported-cells';
import { jupyterFile } from '../../src/kernel/export/jupyter-file';
import { markdownDocument } from '../../src/kernel/export/markdown-document';
import { outputTypes } from '../../src/shared/cell-output';
import { renderSvg } from '../../src/kernel/display/svg';
import type { TopLevelSpec } from 'vega-lite';
import { codeCell, display, notebook, runStudy, textCell, type RunStudy } from './export-fixture';

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
let study: RunStudy;

beforeAll(async () => {
  study = await runStudy();
});
afterAll(() => study.close());

async function markdown(text: string): Promise<{ text: string; files: Map<string, string> }> {
  const [document, ...files] = await markdownDocument(exportedCells(text), {
    notebookFile: null,
    target: '/somewhere/my study.md',
  });
  expect(document!.name).toBe('my study.md');
  return {
    text: String(document!.content),
    files: new Map(files.map(({ name, content }) => [name, Buffer.from(content).toString('utf8')])),
  };
}

describe('a notebook as Markdown', () => {
  it('has its texts, cells as code, pictures in a folder beside it and tables that Markdown knows', async () => {
    const { text, files } = await markdown(
      notebook(textCell('# A study'), await study.pose(), await study.gait()),
    );
    expect(text).toMatch(/^# A study\n\n```yaml\nstep: extract-pose/);
    expect(text).toMatch(/\| Stride time \| s \| \d\.\d{3} ± 0\.\d{3} \(\d+\) \|/);
    expect(text).toContain('## Performance');
    const shown = [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, file]) => decodeURIComponent(file!));
    expect(shown.length).toBeGreaterThan(5);
    expect([...files.keys()].sort()).toEqual([...shown].sort());
    for (const [name, content] of files) {
      expect(name).toMatch(/^my study_files\/cell-\d+-[\w-]+\.svg$/);
      expect(content).toMatch(/^<svg /);
    }
  });

  it('turns markup in a text into words, and keeps its pictures', async () => {
    const { text, files } = await markdown(
      notebook(
        textCell(
          'A <b onclick="alert(1)">bold</b> claim.\n\n<script>\nalert(1)\n</script>\n\n![plan](attachment:p.png)',
          {
            attachments: { 'p.png': { 'image/png': png } },
          },
        ),
      ),
    );
    expect(text).toContain('A &lt;b onclick="alert(1)">bold&lt;/b> claim.');
    expect(text).not.toMatch(/<script|<b /);
    expect(text).toContain('![plan](my%20study_files/picture.png)');
    expect([...files.keys()]).toEqual(['my study_files/picture.png']);
  });

  it.each([
    '[here](javascript:alert(1))',
    '[here][a]\n\n[a]: java&#115;cript:alert(1)',
    '<javascript:alert(1)>',
  ])('shows a text with a link that runs as it was written: %s', async (source) => {
    const { text } = await markdown(notebook(textCell(source)));
    expect(text).toMatch(/^(?:```markdown\n|&lt;javascript)/);
  });

  it.each([
    '![plan][p]\n\n[p]: https://example.org/seen.png',
    '![a \\] b](https://example.org/seen.png)',
    '![plan]\n\n[plan]: <https://example.org/seen.png> "The plan"',
  ])('fetches no picture, however it is written: %s', async (source) => {
    const { text, files } = await markdown(notebook(textCell(source)));
    expect(text).toBe(`\`\`\`markdown\n${source}\n\`\`\`\n`);
    expect(files.size).toBe(0);
  });

  it('keeps a picture whose address stands below the text', async () => {
    const attachments = { 'p.png': { 'image/png': png } };
    const cell = textCell('The ![plan][p].\n\n[p]: attachment:p.png "Where we walked"', { attachments });
    const { text, files } = await markdown(notebook(cell));
    expect(text).toBe('The ![plan][p].\n\n[p]: my%20study_files/picture.png "Where we walked"\n');
    expect([...files.keys()]).toEqual(['my study_files/picture.png']);
  });

  it('finds its pictures also where its name has a bracket', async () => {
    const cell = textCell('![plan](attachment:p.png)', { attachments: { 'p.png': { 'image/png': png } } });
    const [document] = await markdownDocument(exportedCells(notebook(cell)), {
      notebookFile: null,
      target: '/somewhere/walk (1.md',
    });
    expect(document!.content).toBe('![plan](walk%20%281_files/picture.png)\n');
  });

  it('puts a drawing of anybody’s into one of its own, so that it runs nothing when it is opened', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><script>alert(1)</script></svg>';
    const { files } = await markdown(
      notebook(codeCell('x', [display({ 'image/svg+xml': svg, 'text/plain': 'A | drawing' })])),
    );
    const [drawing] = [...files.values()];
    expect(drawing).toMatch(
      /^<svg [^>]*width="300" height="200"[^>]*><image width="300" height="200" href="data:image/,
    );
    expect(drawing).not.toContain('<script');
  });

  it('fences what programs printed, whatever they printed', async () => {
    const printed = { output_type: 'stream', name: 'stdout', text: '````\n<script>\n' };
    const { text } = await markdown(notebook(codeCell('x', [printed])));
    expect(text).toContain('`````\n````\n<script>\n`````');
  });
});

interface JupyterNotebook {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly metadata: { readonly vscode?: unknown };
    readonly outputs?: readonly { readonly data: Readonly<Record<string, unknown>> }[];
  }[];
}

describe('a notebook as a Jupyter notebook', () => {
  const jupyter = (text: string): JupyterNotebook => JSON.parse(jupyterFile(text)) as JupyterNotebook;

  it('says of its cells what they are, and keeps what its own editor draws', async () => {
    const { cells } = jupyter(notebook(textCell('# A study'), await study.gait()));
    expect(cells.map(({ cell_type, metadata }) => [cell_type, metadata.vscode])).toEqual([
      ['markdown', undefined],
      ['code', { languageId: 'gait' }],
    ]);
    const [gait] = cells[1]!.outputs!;
    expect(Object.keys(gait!.data)).toEqual(
      expect.arrayContaining([outputTypes.gait, outputTypes.chart, 'image/svg+xml', 'text/plain']),
    );
  });

  it('brings charts that can be drawn, under the words of the output', async () => {
    const { cells } = jupyter(notebook(await study.gait()));
    for (const { data } of cells[0]!.outputs!) {
      const chart = data[outputTypes.chart] as TopLevelSpec & { title: { text: readonly string[] } };
      expect(chart.title.text.length).toBeGreaterThan(0);
      const svg = await renderSvg(chart);
      expect(svg).toContain(chart.title.text[0]!.slice(0, 10).replace(/&/g, '&amp;'));
    }
  });

  it('shows the pictures of a pose where drawings are not trusted', async () => {
    const { cells } = jupyter(notebook(await study.pose()));
    const [pose] = cells[0]!.outputs!;
    expect(pose!.data['image/jpeg']).toEqual(expect.stringMatching(/^\/9j\//));
    expect(pose!.data).not.toHaveProperty([outputTypes.chart]);
  });

  it('leaves cells of other languages as they are', () => {
    const python = JSON.parse(notebook(codeCell('print(1)'))) as { metadata: object };
    python.metadata = { language_info: { name: 'python' } };
    expect(jupyter(JSON.stringify(python)).cells[0]!.metadata).toEqual({});
  });

  it('keeps to the schema where the notebook did not', () => {
    const odd = notebook(
      {
        ...codeCell('x', [
          { output_type: 'pyout', text: 'old' },
          { output_type: 'stream', text: 'a' },
        ]),
        colour: 'red',
      },
      { cell_type: 'drawing', metadata: {}, source: 'y' },
    );
    const { cells } = jupyter(odd);
    expect(cells[0]).not.toHaveProperty('colour');
    expect(cells[0]!.outputs).toMatchObject([
      { output_type: 'display_data', metadata: {} },
      { output_type: 'stream', name: 'stdout', text: 'a' },
    ]);
    expect(cells[1]!.cell_type).toBe('raw');
  });
});
