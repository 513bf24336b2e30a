import {
  CodeAction,
  CodeActionKind,
  CompletionItem,
  CompletionItemKind,
  Hover,
  MarkdownString,
  Range,
  SnippetString,
  WorkspaceEdit,
  type CodeActionProvider,
  type CompletionItemProvider,
  type HoverProvider,
  type TextDocument,
} from 'vscode';
import type { Fix } from '../../shared/language/cell-diagnostic';
import { complete } from '../../shared/language/completion/complete';
import type { Completion } from '../../shared/language/completion/completion';
import { diagnose } from '../../shared/language/diagnostics/diagnose';
import { hoverAt } from '../../shared/language/hover';
import type { Span } from '../../shared/language/span';
import { contextOf, type LayersOf } from './notebook-cells';

export const rangeOf = (document: TextDocument, { from, to }: Span): Range =>
  new Range(document.positionAt(from), document.positionAt(to));

/** Signs behind which there is something to choose; others begin a word, which the editor notices by itself. */
export const triggers = [':', ' ', '/', '-', '[', '{', ',', '"', "'"] as const;

export const completionProvider = (layersOf: LayersOf): CompletionItemProvider => ({
  async provideCompletionItems(document, position, token, { triggerCharacter }) {
    const offset = document.offsetAt(position);
    const text = document.getText();
    // Within a sentence a space begins nothing.
    if (triggerCharacter === ' ' && !/[:\-,[{] $/.test(text.slice(0, offset))) return [];
    const context = await contextOf(document, layersOf);
    if (token.isCancellationRequested) return [];
    return (await complete(text, offset, context)).map((completion, index) =>
      completionItem(completion, index, document),
    );
  },
});

const kinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  step: CompletionItemKind.Function,
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  profile: CompletionItemKind.Constant,
  result: CompletionItemKind.Variable,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
};

function completionItem(completion: Completion, index: number, document: TextDocument): CompletionItem {
  const item = new CompletionItem(completion.label, kinds[completion.kind]);
  item.detail = completion.detail;
  item.documentation = markdown(completion.documentation);
  item.insertText = new SnippetString(completion.insert);
  item.filterText = completion.filter;
  item.range = rangeOf(document, completion.span);
  item.sortText = String(index).padStart(4, '0');
  if (completion.again) item.command = { command: 'editor.action.triggerSuggest', title: 'Go on' };
  return item;
}

/** Texts of notebooks and files are part of it, so neither commands nor HTML are allowed. */
function markdown(text: string): MarkdownString {
  const shown = new MarkdownString(text);
  shown.isTrusted = false;
  shown.supportHtml = false;
  return shown;
}

export const hoverProvider = (layersOf: LayersOf): HoverProvider => ({
  async provideHover(document, position) {
    const context = await contextOf(document, layersOf);
    const hover = hoverAt(document.getText(), document.offsetAt(position), context);
    return hover && new Hover(markdown(hover.markdown), rangeOf(document, hover.span));
  },
});

export const quickFixProvider = (layersOf: LayersOf): CodeActionProvider => ({
  async provideCodeActions(document, range, { diagnostics }) {
    const found = await diagnose(document.getText(), await contextOf(document, layersOf));
    const touched = found.filter(({ span }) => rangeOf(document, span).intersection(range) !== undefined);
    return touched.flatMap((diagnostic) =>
      diagnostic.fixes.map((fix) => {
        const action = quickFix(fix, document);
        action.diagnostics = diagnostics.filter(({ message }) => message === diagnostic.message);
        return action;
      }),
    );
  },
});

function quickFix({ title, edits, preferred }: Fix, document: TextDocument): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.isPreferred = preferred;
  action.edit = new WorkspaceEdit();
  for (const { span, text } of edits) action.edit.replace(document.uri, rangeOf(document, span), text);
  return action;
}
