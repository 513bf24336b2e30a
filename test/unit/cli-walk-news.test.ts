import { describe, expect, it } from 'vitest';
import { cellError, walkNews } from '../../src/cli/walk-news';
import type { StepOutcome } from '../../src/shared/outcome';

type Told = Partial<Pick<StepOutcome['walks'][number], 'warnings' | 'error'>>;
const walk = (id: string, told: Told): StepOutcome['walks'][number] => ({
  ...{ walk: { id, path: `${id}.mp4`, source: 'video' }, folder: null, fromStore: false, summary: '' },
  warnings: [],
  ...told,
});
const tooFew = 'Too few cycles for a spread.';

describe('what a notebook’s cells say of a walk, one after the other', () => {
  it('is said once, though each later step says it again', () => {
    const news = walkNews();
    expect(news([walk('anna', { warnings: [tooFew] })])).toEqual([`anna: ${tooFew}`]);
    expect(news([walk('anna', { warnings: [tooFew, 'No step width.'] })])).toEqual(['anna: No step width.']);
  });

  it('is said of each walk that it holds for', () => {
    const news = walkNews();
    news([walk('anna', { warnings: [tooFew] })]);
    expect(news([walk('ben', { warnings: [tooFew] })])).toEqual([`ben: ${tooFew}`]);
  });

  it('names the failure of a walk and what to do where it failed, and not in every step after it', () => {
    const failed = walk('anna', { error: { kind: 'failed', message: 'No one is seen.', hint: 'Crop it.' } });
    const news = walkNews();
    expect(news([failed])).toEqual(['anna failed: No one is seen.\n  Crop it.']);
    expect(news([failed])).toEqual([]);
  });

  it('leaves the failure of a cell’s only walk to the error of the cell, which is told after it', () => {
    const missing = {
      kind: 'bad-input',
      message: 'nope.mp4 is not there.',
      hint: 'Check the path.',
    } as const;
    const walks = [walk('nope', { warnings: [tooFew], error: missing })];
    expect(walkNews()(walks, true)).toEqual([`nope: ${tooFew}`]);
    expect(cellError(walks)).toMatchObject(missing);
  });

  it('is told of each where all of several failed, and not again of one of them', () => {
    const missing = { kind: 'bad-input', message: 'It is not there.' } as const;
    const walks = [walk('anna', { error: missing }), walk('ben', { error: missing })];
    expect(walkNews()(walks, true)).toEqual([
      'anna failed: It is not there.',
      'ben failed: It is not there.',
    ]);
    expect(cellError(walks)).toMatchObject({
      kind: 'bad-input',
      message: 'None of the 2 walks is left to go on with.',
    });
  });
});
