import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { gaitLanguage, notebookTypes, rendererId } from '../../src/extension/notebook-types';
import { settingNames, settingsSection } from '../../src/extension/settings';
import { packageRoot } from '../../src/kernel/package-files';
import { stepNames } from '../../src/shared/cell-edits/new-cell';
import { outputTypes } from '../../src/shared/cell-output';

const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);
const settings: Record<string, { readonly scope: string; readonly markdownDescription: string }> =
  contributes.configuration.properties;

describe('what package.json tells VS Code', () => {
  it('offers a command for each step there is', () => {
    expect(commands.filter((command) => command.includes('.insert.'))).toEqual(
      stepNames.map((step) => `gaitNotebook.insert.${step}`),
    );
  });

  it('names in its menus commands that there are', () => {
    const named = Object.values(contributes.menus)
      .flat()
      .map(({ command }) => command);
    expect(named.length).toBeGreaterThan(0);
    expect(commands).toEqual(expect.arrayContaining(named));
  });

  describe('offers before the first run, when VS Code has not yet chosen a kernel for the notebook,', () => {
    const entries = Object.values(contributes.menus)
      .flat()
      .flatMap((entry) => ('when' in entry ? [entry] : []));
    const kernelCommands = [
      'restartKernel',
      'interruptKernel',
      'showResults',
      'deleteResults',
      'saveProfile',
      'showLog',
    ];
    const needsKernel = (command: string): boolean =>
      kernelCommands.some((name) => command === `gaitNotebook.${name}`);
    // Runs are of no notebook: the side bar shows them.
    const ofRuns = (command: string): boolean => /\.(showRun|compareRuns|refreshRuns)$/.test(command);

    it('what edits it, everywhere', () => {
      const editing = entries.filter(({ command }) => !needsKernel(command) && !ofRuns(command));
      expect(editing.length).toBeGreaterThan(0);
      for (const { when } of editing) expect(when).toMatch(/^notebookType == 'gait-notebook'/);
    });

    it('what acts on its kernel, where cells can run', () => {
      const acting = entries.filter(({ command }) => needsKernel(command));
      expect(acting.length).toBeGreaterThan(0);
      for (const { when } of acting) {
        expect(when).toMatch(/^gaitNotebook\.runsHere && notebookType == 'gait-notebook' \|\|/);
      }
    });
  });

  it('describes each setting that is read, and no other', () => {
    expect(Object.keys(settings)).toEqual(settingNames.map((name) => `${settingsSection}.${name}`));
    for (const { scope, markdownDescription } of Object.values(settings)) {
      expect(scope).toBe('resource');
      expect(markdownDescription).toMatch(/\.$/);
    }
  });

  it('keeps settings that name programs and files out of workspaces that are not trusted', () => {
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual([
      'gaitNotebook.configFile',
      'gaitNotebook.ffmpegPath',
      'gaitNotebook.store',
      'gaitNotebook.tfjsNodePath',
      'gaitNotebook.nodePath',
      'gaitNotebook.browserPath',
    ]);
  });

  it('draws every type of output', () => {
    const [renderer] = contributes.notebookRenderer;
    expect(renderer!.id).toBe(rendererId);
    expect([...renderer!.mimeTypes].sort()).toEqual(Object.values(outputTypes).sort());
  });

  it('gives notebooks’ files an icon of their own, and colours where one is opened as text', () => {
    const language = contributes.languages.find(({ extensions }) => extensions?.includes('.gaitnb'));
    for (const file of Object.values(language!.icon))
      expect(existsSync(path.join(packageRoot, file))).toBe(true);
    const grammar = contributes.grammars.find((candidate) => candidate.language === language!.id);
    const { scopeName, patterns } = JSON.parse(
      readFileSync(path.join(packageRoot, grammar!.path), 'utf8'),
    ) as { scopeName: string; patterns: object[] };
    expect(scopeName).toBe(grammar!.scopeName);
    expect(patterns).toEqual([{ include: 'source.json' }]);
  });

  it('wakes for the notebooks whose cells it runs', () => {
    expect(manifest.activationEvents).toEqual(notebookTypes.map((type) => `onNotebook:${type}`));
    expect(contributes.languages.map(({ id }) => id)).toContain(gaitLanguage);
  });
});

describe('the walkthrough', () => {
  const [walkthrough] = contributes.walkthroughs;

  it.each(walkthrough!.steps)(
    'shows a picture for "$title" that needs nothing from elsewhere',
    ({ media }) => {
      const picture = readFileSync(path.join(packageRoot, media.svg), 'utf8');
      expect(picture).toMatch(/^<svg /);
      expect(picture).not.toMatch(/<script|href=|url\(/);
    },
  );

  it('offers commands that there are', () => {
    const offered = walkthrough!.steps.flatMap(({ description }) =>
      [...description.matchAll(/\(command:(gaitNotebook\.[^)]+)\)/g)].map(([, command]) => command!),
    );
    expect(offered.length).toBeGreaterThan(0);
    expect(commands).toEqual(expect.arrayContaining(offered));
  });

  it('has an icon', () => {
    expect(existsSync(path.join(packageRoot, manifest.icon))).toBe(true);
  });
});
