import type { z } from 'zod';
import { badInput, type GaitError } from './errors';
import { nearest } from './nearest';
import { inWords, nodeAt, schemaNode, type SchemaNode } from './schema-node';
import { quoted } from './words';

export { alternatives } from './words';

/** One thing that a schema found wrong. */
export interface ExplainedIssue {
  readonly fault: 'unknown-key' | 'missing' | 'value';
  /** Of the key or the part of a list; of an unknown key too. */
  readonly path: readonly string[];
  /** The same, down to the one part of a list. */
  readonly exact: readonly string[];
  /** Where it begins, "FILE: ", is not in it. */
  readonly message: string;
  readonly hint: string;
  /** Dotted path of the known key that was most likely meant. */
  readonly meant?: string;
}

/** What a schema found wrong, each with its place, in the words of {@link readableIssues}. */
export function explainIssues(
  root: SchemaNode,
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  where = '',
  shown: (dotted: string) => string = (dotted) => dotted,
): ExplainedIssue[] {
  return issues.flatMap(closer).flatMap((issue): ExplainedIssue[] => {
    const path = issue.path.map(String);
    const node = nodeAt(root, path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        fault: 'unknown-key',
        path: [...path, key],
        exact: [...path, key],
        message: `unknown key "${shown([...path, key].join('.'))}".`,
        ...knownKeys(key, path, node, root, shown),
      }));
    }
    // A number or a text of a list is explained by the list.
    const explained = partOfList(root, path) ? path.slice(0, -1) : path;
    const key = explained.length === 0 ? where : shown(explained.join('.'));
    const given = valueAt(value, explained);
    const told = explained === path ? node : nodeAt(root, explained);
    return [
      {
        fault: given === undefined ? 'missing' : 'value',
        path: explained,
        exact: path,
        message: given === undefined ? `${key} is missing.` : `${key} cannot be ${quoted(given)}.`,
        hint: `Give ${told ? inWords(told) : issue.message}.`,
      },
    ];
  });
}

/** Where a list or a group was given to a key that takes that or a text: what is wrong inside of it. */
function closer(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const inside = issue.errors.find(
    (branch) => branch.length > 0 && branch.every(({ path }) => path.length > 0),
  );
  if (!inside) return [issue];
  return inside.flatMap((part) => closer({ ...part, path: [...issue.path, ...part.path] }));
}

/**
 * What a schema found wrong, as a sentence a user can act on: where it stands, what was expected, what was found, and
 * for an unknown key the nearest known one.
 * @param where what was read: "settings.json", "the cell"; empty where the keys say it, as flags do.
 * @param shown how a key is called where the user wrote it; by default its dotted path.
 */
export function readableIssues(
  schema: z.ZodType,
  error: z.ZodError,
  value: unknown,
  where: string,
  shown?: (dotted: string) => string,
): GaitError {
  const explained = explainIssues(schemaNode(schema), error.issues, value, where, shown);
  const found = explained.map(({ path, message, hint }) => ({
    message: where === '' || path.length === 0 ? message : `${where}: ${message}`,
    hint,
  }));
  const lines = [...new Set(found.map(({ message, hint }) => `${message} ${hint}`))];
  if (lines.length === 1) return badInput(found[0]!.message, found[0]!.hint);
  if (lines.length > mostIssues)
    lines.splice(mostIssues, Infinity, `… and ${lines.length - mostIssues} more.`);
  return badInput(lines.join('\n'));
}
const mostIssues = 5;

/** Whether a path ends at a number or a text of a list, rather than at a group or a key of one. */
function partOfList(root: SchemaNode, path: readonly string[]): boolean {
  const list = path.length > 0 && nodeAt(root, path.slice(0, -1));
  if (!list || !(list.anyOf ?? [list]).some(({ items }) => items)) return false;
  return nodeAt(root, path)?.properties === undefined;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return found;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** Every dotted path below a node. */
function pathsOf(node: SchemaNode, prefix = ''): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => [
    prefix + key,
    ...pathsOf(child, `${prefix}${key}.`),
  ]);
}

function knownKeys(
  key: string,
  path: readonly string[],
  node: SchemaNode | undefined,
  root: SchemaNode,
  shown: (dotted: string) => string,
): { hint: string; meant?: string } {
  const here = Object.keys(node?.properties ?? {});
  const inPlace = (name: string): string => shown([...path, name].join('.'));
  const close = nearest(key, here);
  if (close !== undefined)
    return { hint: `Did you mean "${inPlace(close)}"?`, meant: [...path, close].join('.') };
  const everywhere = pathsOf(root).filter((dotted) => dotted.includes('.'));
  const leaves = everywhere.map((dotted) => dotted.slice(dotted.lastIndexOf('.') + 1));
  const leaf = nearest(key, leaves);
  const elsewhere = leaf === undefined ? undefined : everywhere[leaves.indexOf(leaf)];
  if (elsewhere !== undefined) return { hint: `Did you mean "${shown(elsewhere)}"?`, meant: elsewhere };
  return { hint: `Known are: ${here.map(inPlace).join(', ')}.` };
}
