import { Composer, isAlias, isMap, isNode, LineCounter, Parser, visit, type Document } from 'yaml';
import { badInput, type GaitError } from './errors';
import { nestingDepth } from './language/nesting';
import { isOpenBracket, openBrackets, placeOf } from './language/open-brackets';
import type { Span } from './language/span';
import { yamlInPlainWords } from './language/yaml-words';

/** What is wrong with a cell before any of its keys is looked at. */
export type CellFault =
  'empty' | 'not-a-step' | 'two-steps' | 'duplicate-key' | 'alias' | 'tag' | 'yaml' | 'too-large';

export interface CellProblem {
  readonly fault: CellFault;
  readonly span: Span;
  readonly message: string;
  readonly hint: string;
}

/** A cell's text as a document: what could be read of it is there also where problems were found. */
export interface CellDocument {
  readonly text: string;
  /** Null where the cell is too large or too deep to be read. */
  readonly document: Document.Parsed | null;
  /** In the order of the text; none where the cell is a mapping that stands for itself. */
  readonly problems: readonly CellProblem[];
  /** Offsets at which lines begin. */
  readonly lineStarts: readonly number[];
}

/** A step is a page at most; what is longer is a table, and tables are files. Reading so much takes a second. */
const mostCharacters = 200_000;
/** A list in a group in a step is 4 deep. The composer recurses, so that depth without end would end the process. */
const deepest = 32;

const howAStepLooks = 'Write `step: load-video`, then its keys, one `key: value` a line.';

/**
 * Reads a cell's YAML as far as it goes. Nothing is expanded: anchors, aliases and tags are refused, so that no text
 * can stand for more than it is.
 */
export function readCell(text: string): CellDocument {
  const lines = new LineCounter();
  const whole = { from: 0, to: text.length };
  const refused = (message: string, hint: string): CellDocument => ({
    text,
    document: null,
    problems: [{ fault: 'too-large', span: whole, message, hint }],
    lineStarts: lines.lineStarts,
  });
  if (text.length > mostCharacters) {
    return refused(
      `The cell has ${text.length} characters; a cell takes ${mostCharacters}.`,
      'Put long lists of corrections or walks into a CSV file, and name that file.',
    );
  }
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  if (nestingDepth(tokens) > deepest) {
    return refused(
      `The cell is nested more than ${deepest} deep.`,
      'A step is keys and values, with groups and lists of them.',
    );
  }
  const composer = new Composer({ uniqueKeys: false, stringKeys: true, logLevel: 'silent' });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  const problems = [
    ...(document ? problemsOf(document, text, openBrackets(tokens)) : []),
    ...(second ? [secondDocument(second.range[0], text)] : []),
  ];
  return {
    text,
    document: document ?? null,
    problems: problems.sort((a, b) => a.span.from - b.span.from),
    lineStarts: lines.lineStarts,
  };
}

/**
 * The value that a gait cell stands for, to be checked as a step.
 * @throws GaitError bad-input that names the line: not YAML, empty, not one step, a key twice, an alias.
 */
export function parseCell(text: string): unknown {
  const cell = readCell(text);
  const [first] = cell.problems;
  if (first) throw cellError(first, cell.lineStarts);
  return cell.document?.toJS();
}

function cellError({ fault, span, message, hint }: CellProblem, lineStarts: readonly number[]): GaitError {
  const line = lineStarts.findLastIndex((start) => start <= span.from) + 1;
  const ofTheWhole = fault === 'empty' || fault === 'too-large';
  return badInput(ofTheWhole ? message : `Line ${Math.max(1, line)}: ${message}`, hint);
}

function problemsOf(document: Document.Parsed, text: string, open: readonly Span[]): CellProblem[] {
  const errors = document.errors.filter(
    (error, at, all) => !isOpenBracket(error) || all.findIndex(isOpenBracket) === at,
  );
  const broken = errors.map((error): CellProblem => ({
    fault: 'yaml',
    span: placeOf(error, open),
    ...yamlInPlainWords(error, text),
  }));
  const { contents } = document;
  if (contents === null || text.slice(contents.range[0], contents.range[1]).trim() === '') {
    // Comments alone, or nothing at all.
    const span = { from: 0, to: text.length };
    return broken.length > 0
      ? broken
      : [{ fault: 'empty', span, message: 'The cell is empty.', hint: howAStepLooks }];
  }
  const found = [...broken, ...refusedParts(document, text)];
  if (!isMap(contents) && found.length === 0) {
    const isList = 'items' in contents;
    found.push({
      fault: isList ? 'two-steps' : 'not-a-step',
      span: { from: contents.range[0], to: contents.range[1] },
      message: isList ? 'A cell holds one step, and this is a list.' : 'This is no step.',
      hint: isList
        ? 'Write the step’s keys without "- ", and other steps in cells of their own.'
        : howAStepLooks,
    });
  }
  return found;
}

/** Keys that stand twice, aliases, anchors and tags. */
function refusedParts(document: Document.Parsed, text: string): CellProblem[] {
  const found: CellProblem[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isNode(key) || !key.range || !('value' in key)) continue;
        if (seen.has(key.value)) found.push(twice(String(key.value), map === document.contents, key.range));
        seen.add(key.value);
      }
    },
    Node(_, node) {
      const span = { from: node.range?.[0] ?? 0, to: node.range?.[1] ?? 0 };
      if (isAlias(node)) {
        const written = text.slice(span.from, span.to);
        found.push({
          fault: 'alias',
          span,
          message: `${written} is an alias in YAML, and aliases are not taken.`,
          hint: `Put a glob in quotes: "${written}". Otherwise write the value out.`,
        });
      } else if (node.anchor !== undefined) {
        found.push({
          fault: 'alias',
          span,
          message: `&${node.anchor} is an anchor in YAML, and anchors are not taken.`,
          hint: 'Leave it out, or put the value in quotes.',
        });
      }
    },
  });
  for (const { pos } of document.warnings) {
    found.push({
      fault: 'tag',
      span: { from: pos[0], to: pos[1] },
      message: `${text.slice(pos[0], pos[1])} is a tag in YAML, and tags are not taken.`,
      hint: 'Leave it out, or put the value in quotes.',
    });
  }
  return found;
}

function twice(key: string, ofTheStep: boolean, [from, to]: readonly number[]): CellProblem {
  const span = { from: from!, to: to! };
  return key === 'step' && ofTheStep
    ? {
        fault: 'two-steps',
        span,
        message: 'The cell holds two steps.',
        hint: 'Move the second step into a cell of its own.',
      }
    : {
        fault: 'duplicate-key',
        span,
        message: `The key "${key}" stands twice.`,
        hint: 'Keep one of the two.',
      };
}

function secondDocument(from: number, text: string): CellProblem {
  return {
    fault: 'two-steps',
    span: { from, to: text.length },
    message: 'The cell holds two documents.',
    hint: 'Move what comes after "---" into a cell of its own.',
  };
}
