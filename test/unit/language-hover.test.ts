import { describe, expect, it } from 'vitest';
import type { CellContext } from '../../src/shared/language/cell-context';
import { hoverAt } from '../../src/shared/language/hover';
import { detect, load, notebook, pose } from './language-fixture';

/** What is shown where `|` stands in the last cell. */
function at(cell: string, above: readonly string[] = [load, pose, detect], more?: Partial<CellContext>) {
  const text = cell.replace('|', '');
  const hover = hoverAt(text, cell.indexOf('|'), notebook([...above, text], more));
  return hover && { marked: text.slice(hover.span.from, hover.span.to), markdown: hover.markdown };
}

describe('pointing at', () => {
  it('a key says what it means, its range, its unit and what it affects', () => {
    expect(at('step: load-video\nhei|ght_m: 1.7')).toEqual({
      marked: 'height_m',
      markdown: expect.stringMatching(
        /Height of the subject[^]*from 0\.4 to 2\.6, in m[^]*Affects the result/,
      ) as string,
    });
  });

  it('a unit is said once', () => {
    const { markdown } = at('step: extract-pose\nvideo: walks\nmax_mem|ory_mb: 1024')!;
    expect(markdown).toMatch(/Takes a number of MB from/);
    expect(markdown).not.toContain('), in MB');
  });

  it('a setting says its built-in default', () => {
    const { markdown } = at('step: extract-pose\nsettings:\n  io_optimization:\n    max_w|orkers: 2')!;
    expect(markdown).toMatch(/Most workers[^]*Default: `4`[^]*Affects the plan/);
  });

  it('a key with a choice lists it', () => {
    expect(at('step: detect-events\nmet|hod: zeni')?.markdown).toContain('"foot-velocity"');
  });

  it('a step says what it does, and its keys, those it needs first', () => {
    const { marked, markdown } = at('step: extract-|pose\nvideo: walks')!;
    expect(marked).toBe('extract-pose');
    expect(markdown).toMatch(/33 landmarks[^]*- `video` \(needed\)[^]*- `max_memory_mb`/);
  });

  it('a key within a correction says what that is', () => {
    expect(at('step: edit-events\nedits:\n  - { edit: add, to|_s: 3 }')?.markdown).toContain('moved to');
  });

  it('the name of a result says which cell makes it', () => {
    expect(at('step: detect-events\npose: po|ses', [load, pose])?.markdown).toBe(
      '**poses**: result of extract-pose, made by the gait cell above.',
    );
    expect(at('step: report\nof: [ga|te]')?.markdown).toBe('No other cell makes a result **gate**.');
  });

  it('a profile says what it sets', () => {
    expect(at('step: extract-pose\nprofile: fa|st')?.markdown).toMatch(
      /lite model[^]*`max_memory_mb`: `1024`/,
    );
    expect(at('step: extract-pose\nprofile: au|to')?.markdown).toContain('fits in the memory limit');
    expect(at('step: benchmark\nprofiles: [fa|st]')?.markdown).toContain('lite model');
  });

  it('nothing, or what no schema knows, shows nothing', () => {
    expect(at('# no|te\nstep: load-video')).toBeNull();
    expect(at('step: load-video\nvidoe|: a.mp4')).toBeNull();
    expect(at('|')).toBeNull();
  });

  it('a name from a file is shown letter by letter, whatever it holds', () => {
    const profiles = { evil: { description: '[x](command:run) <img src=x> ![y](http://z)' } };
    const { markdown } = at('step: extract-pose\nprofile: ev|il', [load], { profiles })!;
    expect(markdown).not.toMatch(/(?<!\\)[[<]|<img/);
    expect(markdown).toContain('\\[x\\]');
  });
});
