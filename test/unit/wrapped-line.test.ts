import { describe, expect, it } from 'vitest';
import { wrappedLine } from '../../src/shared/wrapped-line';

describe('a line that is too long', () => {
  it('goes on in the next, between words, below its own beginning', () => {
    expect(wrappedLine('- one two three four', 10, '  ')).toEqual(['- one two', '  three', '  four']);
    expect(wrappedLine('one two three', 7)).toEqual(['one two', 'three']);
  });

  it('keeps its indentation, and the gaps of its columns', () => {
    expect(wrappedLine('  a  b   c dd', 10, '    ')).toEqual(['  a  b   c', '    dd']);
  });

  it('keeps a word whole that fits nowhere', () => {
    expect(wrappedLine('see /a/long/path here', 8)).toEqual(['see', '/a/long/path', 'here']);
  });
});

describe('a line that fits', () => {
  it('stays as it is', () => {
    expect(wrappedLine('  ten  here', 11, '  ')).toEqual(['  ten  here']);
    expect(wrappedLine('', 11)).toEqual(['']);
  });
});
