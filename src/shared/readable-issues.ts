import { z } from 'zod';
import { badInput, type GaitError } from './errors';
import { nearest } from './nearest';

/** The part of a JSON schema that is read here. */
interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | false;
  readonly items?: SchemaNode | readonly SchemaNode[] | false;
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Words of the schema's author for what is expected, where these rules would not do. */
  readonly expects?: string;
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
  shown: (dotted: string) => string = (dotted) => dotted,
): GaitError {
  // Sound: zod writes JSON schemas, and only the fields above are read.
  const root = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
  }) as SchemaNode;
  const before = where === '' ? '' : `${where}: `;
  const found = error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    const node = nodeAt(root, path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        message: `${before}unknown key "${shown([...path, key].join('.'))}".`,
        hint: knownKeys(key, path, node, root, shown),
      }));
    }
    // A part of a list is explained by the list.
    const explained = partOfList(root, path) ? path.slice(0, -1) : path;
    const key = explained.length === 0 ? where : before + shown(explained.join('.'));
    const given = valueAt(value, explained);
    return [
      {
        message: given === undefined ? `${key} is missing.` : `${key} cannot be ${quoted(given)}.`,
        hint: `Give ${node ? inWords(node) : issue.message}.`,
      },
    ];
  });
  const lines = [...new Set(found.map(({ message, hint }) => `${message} ${hint}`))];
  if (lines.length === 1) return badInput(found[0]!.message, found[0]!.hint);
  if (lines.length > mostIssues)
    lines.splice(mostIssues, Infinity, `… and ${lines.length - mostIssues} more.`);
  return badInput(lines.join('\n'));
}
const mostIssues = 5;

const partOfList = (root: SchemaNode, path: readonly string[]): boolean =>
  path.length > 0 && nodeAt(root, path.slice(0, -1))?.items !== undefined;

function nodeAt(root: SchemaNode, path: readonly string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  for (const key of path) {
    const parent: SchemaNode | undefined = node;
    const container: SchemaNode | undefined =
      parent?.properties || !parent?.anyOf ? parent : parent.anyOf.find((option) => option.properties);
    if (!container) return undefined;
    node = container.properties?.[key] ?? (container.additionalProperties || undefined);
    if (!node && container.items) return container;
  }
  return node;
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
): string {
  const here = Object.keys(node?.properties ?? {});
  const inPlace = (name: string): string => shown([...path, name].join('.'));
  const close = nearest(key, here);
  if (close !== undefined) return `Did you mean "${inPlace(close)}"?`;
  const everywhere = pathsOf(root).filter((dotted) => dotted.includes('.'));
  const leaves = everywhere.map((dotted) => dotted.slice(dotted.lastIndexOf('.') + 1));
  const leaf = nearest(key, leaves);
  if (leaf !== undefined) return `Did you mean "${shown(everywhere[leaves.indexOf(leaf)]!)}"?`;
  return `Known are: ${here.map(inPlace).join(', ')}.`;
}

/** What a schema expects, in words: "a number from 0 to 1". */
export function inWords(node: SchemaNode): string {
  if (node.expects !== undefined) return node.expects;
  if (node.enum) return alternatives(node.enum.map(quoted));
  if ('const' in node) return quoted(node.const);
  if (node.anyOf) return alternatives(node.anyOf.map(inWords));
  switch (node.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number${range(node)}`;
    case 'number':
      return `a number${range(node)}`;
    case 'string':
      return 'a text that is not empty';
    case 'null':
      return 'null';
    case 'array':
      if (Array.isArray(node.items)) return `a list of ${node.items.length} numbers`;
      return 'a list';
    case undefined:
    default:
      return 'a group of keys: { "key": value }';
  }
}

function range({ minimum, maximum }: SchemaNode): string {
  const top = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  const bottom = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined;
  if (bottom !== undefined && top !== undefined) return ` from ${bottom} to ${top}`;
  if (bottom !== undefined) return ` of at least ${bottom}`;
  if (top !== undefined) return ` of at most ${top}`;
  return '';
}

/** "a", "a or b", "a, b or c". */
export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;
}

/** A value as it is shown in a sentence. */
function quoted(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
