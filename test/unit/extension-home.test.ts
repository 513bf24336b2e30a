import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { homeOf, type NotebookPlace } from '../../src/extension/execution/notebook-home';

const saved: NotebookPlace = {
  scheme: 'file',
  file: path.resolve('/study/walks/first.gaitnb'),
  address: 'file:///study/walks/first.gaitnb',
  workspaceFolder: path.resolve('/study'),
  windowId: 'window-1',
};
const unsaved: NotebookPlace = { ...saved, scheme: 'untitled', address: 'untitled:Untitled-1.gaitnb' };

describe('a notebook’s kernel', () => {
  it('works in the notebook’s folder, and finds the results of the same file again', () => {
    expect(homeOf(saved)).toEqual({
      session: saved.file,
      workingFolder: path.resolve('/study/walks'),
      unsaved: false,
    });
  });

  it('works in the workspace’s folder while the notebook has none', () => {
    expect(homeOf(unsaved)).toMatchObject({ workingFolder: path.resolve('/study'), unsaved: true });
  });

  it('takes no results from an unsaved notebook of another window', () => {
    expect(homeOf(unsaved).session).not.toBe(homeOf({ ...unsaved, windowId: 'window-2' }).session);
  });

  it('has no place without any folder, and says what to do', () => {
    expect(() => homeOf({ ...unsaved, workspaceFolder: null })).toThrow(/never saved/);
  });

  it('has no place in a virtual file system', () => {
    expect(() => homeOf({ ...saved, scheme: 'vscode-vfs' })).toThrow(/not a file on this machine/);
  });
});
