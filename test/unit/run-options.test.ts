import { describe, expect, it } from 'vitest';
import { withParameters } from '../../src/cli/run-parameters';
import { gaitCells } from '../../src/cli/run-cells';
import { parseCell } from '../../src/shared/gait-cell';
import { editorNotebook, parseNotebookFile } from '../../src/shared/notebook';

const load = 'step: load-video\nvideo: walker.mp4 # the first visit\nas: walks\n';
const pose = '# The slow one.\nstep: extract-pose\nvideo: walks\nprofile: fast\nas: poses\n';
const events = 'step: detect-events\npose: poses\nas: gait\n';
const study = [load, pose, events];

const after = (...set: string[]) => withParameters(study, set);
const valuesAfter = (...set: string[]) => after(...set).texts.map((text) => parseCell(text));

describe('--set of a notebook', () => {
  it('puts a key into the cell that makes a result, and keeps the comments', () => {
    const { texts, settings } = after('walks.video=other.mp4');
    expect(texts).toEqual([load.replace('walker.mp4', 'other.mp4'), pose, events]);
    expect(texts[0]).toContain('# the first visit');
    expect(settings).toEqual([]);
  });

  it('adds a key that the cell does not state yet', () => {
    expect(valuesAfter('gait.filter_cutoff_hz=4')[2]).toMatchObject({ filter_cutoff_hz: 4, pose: 'poses' });
  });

  it('without a result sets every cell that states the key, but no name of a result', () => {
    expect(valuesAfter('profile=balanced')).toMatchObject([{}, { profile: 'balanced' }, {}]);
    expect(valuesAfter('video=other.mp4')).toMatchObject([{ video: 'other.mp4' }, { video: 'walks' }, {}]);
  });

  it('takes lists, numbers and switches as JSON, and everything else as text', () => {
    const [loaded, , detected] = valuesAfter('walks.video=["a.mp4","b.mp4"]', 'gait.exclude=["first"]');
    expect(loaded).toMatchObject({ video: ['a.mp4', 'b.mp4'] });
    expect(detected).toMatchObject({ exclude: ['first'] });
  });

  it('puts a setting into the block of one cell where a result is named', () => {
    expect(valuesAfter('poses.mediapipe.min_detection_confidence=0.4')[1]).toMatchObject({
      settings: { mediapipe: { min_detection_confidence: 0.4 } },
    });
    expect(valuesAfter('poses.settings.frame_width=480')[1]).toMatchObject({
      settings: { frame_width: 480 },
    });
  });

  it('leaves a setting that no cell states to the session', () => {
    expect(after('frame_width=480')).toEqual({ texts: study, settings: ['frame_width=480'] });
    expect(after('signal_processing.filter_cutoff_hz=5').settings).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ['gait.filter_cutof_hz=4', 'no cell has a key "gait.filter_cutof_hz"', '"gait.filter_cutoff_hz"'],
    ['pose.profile=fast', 'no cell has a key "pose.profile"', '"poses.profile"'],
    ['profil=fast', 'no cell has a key "profil"', '"profile"'],
    ['frame_widht=3', 'unknown key "frame_widht"', '"frame_width"'],
    ['gait.filter_cutoff_hz=sharp', 'filter_cutoff_hz cannot be "sharp"', 'a number from 0.5 to 50'],
    ['nosuch.x=1', 'no cell makes "nosuch", and it is no setting.', 'Cells make: walks, poses, gait.'],
    ['gait.colour=red', 'the cell that makes "gait" has no key "colour".', 'It takes: pose, '],
    ['signal_procesing.filter_cutoff_hz=5', 'unknown key "signal_procesing"', '"signal_processing"'],
    ['training.epochs=0', 'training.epochs cannot be 0', 'from 1'],
    ['gait.step=report', 'not set from outside', 'into the cell'],
    ['as=walks', 'not set from outside', 'into the cell'],
    ['profile', 'that is not a setting', 'key=value'],
  ])('%s is refused in words', (set, wrong, hint) => {
    const told = (() => {
      try {
        return JSON.stringify(after(set));
      } catch (thrown) {
        const { message, hint: said } = thrown as { message: string; hint?: string };
        return `${message} ${said ?? ''}`;
      }
    })();
    expect(told).toContain(wrong);
    expect(told).toContain(hint);
  });
});

describe('the gait cells of a notebook', () => {
  const cell = (text: string, metadata: object = {}) => ({
    ...{ cell_type: 'code', execution_count: null, metadata, outputs: [] },
    source: [text],
  });
  const notebook = (cells: object[], language?: string) =>
    editorNotebook(
      parseNotebookFile(
        JSON.stringify({
          cells,
          metadata: language === undefined ? {} : { language_info: { name: language } },
          nbformat: 4,
          nbformat_minor: 5,
        }),
      ),
    );
  const marked = { vscode: { languageId: 'gait' } };

  it('are all code cells of a gait notebook, and no texts', () => {
    const words = { cell_type: 'markdown', metadata: {}, source: ['Hello'] };
    expect(gaitCells(notebook([words, cell(load), cell(pose)], 'gait'), false)).toEqual([1, 2]);
  });

  it('are those that say so among the cells of another language', () => {
    expect(gaitCells(notebook([cell('1 + 1'), cell(load, marked)], 'python'), true)).toEqual([1]);
    expect(gaitCells(notebook([cell('1 + 1'), cell(load, marked)]), true)).toEqual([1]);
  });

  it('are missed in words where there are none', () => {
    expect(() => gaitCells(notebook([cell('1 + 1')], 'python'), true)).toThrow('no gait cells');
    expect(() => gaitCells(notebook([], 'gait'), false)).toThrow('no gait cells');
  });
});
