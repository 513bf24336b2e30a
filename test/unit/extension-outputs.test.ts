import { describe, expect, it } from 'vitest';
import { shownOutput } from '../../src/extension/execution/shown-output';
import { showsRecord, shownResult, type SavedItem } from '../../src/extension/requests/cell-of-record';
import { rendererRequest } from '../../src/shared/renderer-messages';

const item = (mime: string, value: unknown): SavedItem => ({
  mime,
  data: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
});

describe('an output of the kernel', () => {
  it('is given to the editor with the payload first and the words last', () => {
    const { items } = shownOutput({
      slot: 'pose:walk',
      data: {
        'text/plain': ['A pose', ' of a walk'],
        'image/png': 'aGVsbG8=',
        'application/vnd.vegalite.v5+json': { mark: 'line' },
        'application/vnd.gait.pose+json': { kind: 'pose' },
        'image/svg+xml': ['<svg>', '</svg>'],
      },
    });
    expect(items).toEqual([
      { kind: 'json', mime: 'application/vnd.gait.pose+json', value: { kind: 'pose' } },
      { kind: 'json', mime: 'application/vnd.vegalite.v5+json', value: { mark: 'line' } },
      { kind: 'bytes', mime: 'image/png', base64: 'aGVsbG8=' },
      { kind: 'text', mime: 'image/svg+xml', value: '<svg></svg>' },
      { kind: 'text', mime: 'text/plain', value: 'A pose of a walk' },
    ]);
  });
});

describe('the cell that an output belongs to', () => {
  const gait = { kind: 'gait', recordId: 'abc', walkId: 'side', name: 'events' };
  const items = [
    item('text/plain', 'abc'),
    item('application/vnd.gait.events+json', gait),
    item('application/vnd.gait.run+json', { kind: 'run', recordId: 'abc' }),
  ];

  it('is found by the record of its run', () => {
    expect(showsRecord(items, 'abc')).toBe(true);
    expect(showsRecord(items, 'abd')).toBe(false);
    expect(showsRecord([item('text/plain', '{"recordId":"abc"}')], 'abc')).toBe(false);
  });

  it('says which result its events are of', () => {
    expect(shownResult(items, 'abc', 'side')).toBe('events');
    expect(shownResult(items, 'abc', 'oblique')).toBeNull();
  });

  it.each([
    ['no JSON', 'abc {'],
    ['a list', '["abc"]'],
    ['nothing', 'null'],
    ['a name that is no text', '{"kind":"gait","recordId":"abc","walkId":"side","name":{}}'],
  ])('is not taken from a file that holds %s', (_, text) => {
    const broken = [item('application/vnd.gait.events+json', text)];
    expect(shownResult(broken, 'abc', 'side')).toBeNull();
  });
});

describe('a request of an output', () => {
  const apply = (settings: object) => ({ type: 'apply-settings', recordId: 'abc', settings });

  it('is taken where it is one', () => {
    expect(rendererRequest.safeParse(apply({ performance_mode: 'fast' })).success).toBe(true);
    expect(rendererRequest.safeParse({ type: 'follow-run', runId: 'run-1' }).success).toBe(true);
  });

  it.each([
    ['starts another program', apply({ ffmpeg_path: '/tmp/ffmpeg' })],
    ['starts another Node', apply({ node_path: '/tmp/node' })],
    ['loads a library from elsewhere', apply({ tfjs_node_path: '/tmp/tfjs' })],
    ['shows faces', apply({ blur_faces: false })],
    ['sets what there is not', apply({ no_such_setting: 1 })],
    ['says nothing that is known', { type: 'run-command', command: 'rm' }],
    ['writes no correction', { type: 'edit-events', recordId: 'abc', walkId: 'side', edits: [] }],
    ['is no message', 'apply'],
  ])('is refused where it %s', (_, message) => {
    expect(rendererRequest.safeParse(message).success).toBe(false);
  });
});
