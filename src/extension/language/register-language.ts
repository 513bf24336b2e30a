import { CodeActionKind, Disposable, languages } from 'vscode';
import { gaitLanguage } from '../notebook-types';
import { markCells } from './cell-marks';
import { noLayers, type LayersOf } from './notebook-cells';
import { completionProvider, hoverProvider, quickFixProvider, triggers } from './providers';

/**
 * Help in gait cells, in notebooks of every type: completion, hover, diagnostics and quick fixes. It follows from the
 * schemas, so that no kernel has to run.
 * @param layersOf settings below the cells; the built-in ones alone where it is left out.
 */
export function registerLanguage(layersOf: LayersOf = noLayers): Disposable {
  const selector = { language: gaitLanguage };
  return Disposable.from(
    languages.registerCompletionItemProvider(selector, completionProvider(layersOf), ...triggers),
    languages.registerHoverProvider(selector, hoverProvider(layersOf)),
    languages.registerCodeActionsProvider(selector, quickFixProvider(layersOf), {
      providedCodeActionKinds: [CodeActionKind.QuickFix],
    }),
    markCells(layersOf),
  );
}
