import { isMap, isScalar, type Document } from 'yaml';
import { newCell } from '../../cell-edits/new-cell';
import { nodeAt } from '../../schema-node';
import { notebookResults, type CellContext } from '../cell-context';
import { fittingEntry } from '../file-paths';
import { groupForm, isStepName, partForm, stepNodes } from '../step-schemas';
import type { Completion } from './completion';
import { cursorsAt, type Cursor } from './cursor';
import { keyCompletions, nestedIndent } from './keys';
import { stepCompletions, valueCompletions } from './values';

/** All that can be put in at the cursor, the likeliest first. */
export async function complete(text: string, offset: number, context: CellContext): Promise<Completion[]> {
  for (const cursor of cursorsAt(text, offset)) {
    const found = await completeAt(cursor, text, context);
    if (found.length > 0) return found;
  }
  return [];
}

async function completeAt(cursor: Cursor, text: string, context: CellContext): Promise<Completion[]> {
  const { path, at } = cursor;
  const keys = keysIn(cursor.document);
  if (at === 'value' && path.length === 1 && path[0] === 'step') {
    const alone = keys.length === 1;
    const videos = alone ? await videosBeside(context) : [];
    return stepCompletions(cursor, (step) => (alone ? restOfCell(step, context, videos) : ''));
  }
  const step = stepOf(cursor.document);
  const schema = step === null ? undefined : stepNodes().get(step);
  if (!schema) return at === 'key' && path.length === 0 && !keys.includes('step') ? [stepKey(cursor)] : [];
  const node = nodeAt(schema, path);
  if (!node) return [];
  if (at === 'key') {
    const group = groupForm(node);
    return group ? keyCompletions(group, cursor, text, path) : [];
  }
  const group = groupForm(node);
  // A list of groups is written below its key, as its key's completion does.
  if (group && partForm(node) === undefined) return groupBelow(group, cursor, text);
  return valueCompletions(node, cursor, context);
}

/** The keys of a group whose value is still empty go into the line below. */
function groupBelow(
  group: NonNullable<ReturnType<typeof groupForm>>,
  cursor: Cursor,
  text: string,
): Completion[] {
  if (cursor.written !== '' || cursor.inFlow) return [];
  const indent = nestedIndent(text, cursor);
  return keyCompletions(group, cursor, text, cursor.path).map((completion) => ({
    ...completion,
    insert: `\n${indent}${completion.insert.replaceAll('\n', `\n${indent}`)}`,
  }));
}

const stepKey = ({ span, followed }: Cursor): Completion => ({
  label: 'step',
  kind: 'key',
  detail: 'needed',
  documentation: 'What the cell does.',
  insert: followed ? 'step' : 'step: ',
  filter: 'step',
  span,
  again: true,
});

const keysIn = ({ contents }: Document): string[] =>
  isMap(contents) ? contents.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : [];

function stepOf({ contents }: Document): string | null {
  const step = isMap(contents) ? contents.get('step') : null;
  return typeof step === 'string' ? step : null;
}

/** What a new cell of the step says below its first line. */
function restOfCell(step: string, context: CellContext, videos: readonly string[]): string {
  if (!isStepName(step)) return '';
  const results = notebookResults(context);
  const cell = newCell(step, {
    above: results.filter(({ place }) => place === 'above'),
    below: results.filter(({ place }) => place === 'below').map(({ name }) => name),
    videos,
    author: 'your name',
  }).trimEnd();
  return cell.slice(cell.indexOf('\n'));
}

async function videosBeside({ files }: CellContext): Promise<string[]> {
  const entries = (await files?.list('')) ?? [];
  return entries
    .filter((entry) => fittingEntry('video', entry))
    .map(({ name }) => name)
    .sort();
}
