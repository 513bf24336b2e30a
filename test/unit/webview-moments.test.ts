import { describe, expect, it } from 'vitest';
import { createMoments } from '../../src/webview/moments';

describe('a moment that is chosen in an output', () => {
  it('is shown in all others of the same recording, and in no other', () => {
    const moments = createMoments();
    const shown: string[] = [];
    const player = {};
    moments.on('a', (timeS, from) => shown.push(`player ${timeS} ${from === player ? 'own' : 'other'}`));
    moments.on('a', (timeS) => shown.push(`curves ${timeS}`));
    moments.on('b', (timeS) => shown.push(`elsewhere ${timeS}`));
    moments.set('a', 1.5, player);
    expect(shown).toEqual(['player 1.5 own', 'curves 1.5']);
  });

  it('is said once, though outputs answer one another', () => {
    const moments = createMoments();
    const shown: number[] = [];
    moments.on('a', (timeS, from) => {
      shown.push(timeS);
      moments.set('a', timeS, from);
    });
    moments.set('a', 2, {});
    expect(shown).toEqual([2]);
  });

  it('is known to an output that is drawn later', () => {
    const moments = createMoments();
    expect(moments.last('a')).toBeNull();
    moments.set('a', 2, {});
    expect(moments.last('a')).toBe(2);
  });

  it('is not shown in an output that is gone, even one that goes meanwhile', () => {
    const moments = createMoments();
    const shown: number[] = [];
    const stop = moments.on('a', (timeS) => {
      shown.push(timeS);
      stop();
    });
    moments.set('a', 1, {});
    moments.set('a', 2, {});
    expect(shown).toEqual([1]);
  });
});
