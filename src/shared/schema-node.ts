import { z } from 'zod';
import type { Affects } from './settings';
import type { FileKind } from './step-keys';
import { alternatives, quoted } from './words';

/** The part of a JSON schema that is read here, and where editors complete and explain. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly affects?: Affects;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | false;
  readonly items?: SchemaNode | readonly SchemaNode[] | false;
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  /** Numbers must be above this one. */
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  /** Words of the schema's author for what is expected, where these rules would not do. */
  readonly expects?: string;
  /** Steps one of whose results is named here. */
  readonly results?: readonly string[];
  /** What the file holds whose path stands here. */
  readonly reads?: FileKind;
  readonly writes?: 'folder' | 'video';
  /** Keys of which a group needs one. */
  readonly needsOneOf?: readonly string[];
}

/** A schema as it is written in, defaults not yet filled in. */
export const schemaNode = (schema: z.ZodType): SchemaNode =>
  // Sound: zod writes JSON schemas, and only the fields above are read.
  z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' }) as SchemaNode;

/** The schema of what stands at a path; a part of a list is named by any number. */
export function nodeAt(root: SchemaNode, path: readonly string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  for (const key of path) {
    const options: readonly SchemaNode[] = node.anyOf ?? [node];
    const group = options.find(({ properties, additionalProperties }) => properties ?? additionalProperties);
    const list = options.find(({ items }) => items);
    const next: SchemaNode | undefined = /^\d+$/.test(key) && list ? partOf(list, Number(key)) : undefined;
    node = next ?? group?.properties?.[key] ?? (group?.additionalProperties || undefined);
    if (!node) return undefined;
  }
  return node;
}

const partOf = ({ items }: SchemaNode, at: number): SchemaNode | undefined =>
  // Sound: the types do not tell a list that is read-only from one schema.
  Array.isArray(items)
    ? (items as readonly SchemaNode[])[at]
    : ((items as SchemaNode | undefined) ?? undefined);

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
      return node.items && 'enum' in node.items ? `a list of ${inWords(node.items)}` : 'a list';
    case undefined:
    default:
      return 'a group of keys: { "key": value }';
  }
}

function range({ minimum, exclusiveMinimum, maximum }: SchemaNode): string {
  const top = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  const bottom = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined;
  if (exclusiveMinimum !== undefined)
    return ` above ${exclusiveMinimum}${top === undefined ? '' : ` and at most ${top}`}`;
  if (bottom !== undefined && top !== undefined) return ` from ${bottom} to ${top}`;
  if (bottom !== undefined) return ` of at least ${bottom}`;
  if (top !== undefined) return ` of at most ${top}`;
  return '';
}
