import { schemaNode, type SchemaNode } from '../schema-node';
import { stepSchema, type StepName } from '../steps';

let nodes: ReadonlyMap<string, SchemaNode> | undefined;

/** The schemas of all steps by name, in the order in which a study takes them; made when the first cell is looked at. */
export function stepNodes(): ReadonlyMap<string, SchemaNode> {
  nodes ??= new Map(stepSchema.options.map((option) => [option.shape.step.value, schemaNode(option)]));
  return nodes;
}

export const isStepName = (name: unknown): name is StepName =>
  typeof name === 'string' && stepNodes().has(name);

/** What a step does, in a sentence. */
export const stepSummary = (node: SchemaNode): string => node.properties?.['step']?.description ?? '';

/** The keys a step takes beside `step`: those it cannot do without first. */
export function keysOf(node: SchemaNode): readonly string[] {
  const keys = Object.keys(node.properties ?? {}).filter((key) => key !== 'step');
  const urgency = (key: string): number =>
    node.required?.includes(key) ? 0 : node.needsOneOf?.includes(key) ? 1 : commonKeys.has(key) ? 3 : 2;
  return keys.sort((a, b) => urgency(a) - urgency(b));
}

/** Keys that every step takes stand behind those that are its own. */
const commonKeys = new Set(['as', 'profile', 'max_memory_mb', 'deadline_s', 'settings']);

/** The forms that a value may have: one, or those of a union. */
export const formsOf = (node: SchemaNode): readonly SchemaNode[] => node.anyOf ?? [node];

/** The form of a value that is a group of keys. */
export const groupForm = (node: SchemaNode): SchemaNode | undefined =>
  formsOf(node).find(({ properties }) => properties);

/** What the parts of a list may be, where the value may be a list of one kind. */
export function partForm(node: SchemaNode): SchemaNode | undefined {
  const list = formsOf(node).find(({ items }) => items && !Array.isArray(items));
  // Sound: a list of several kinds was left out in the line above.
  return list?.items as SchemaNode | undefined;
}

/** The values that can be listed: of enums, literals, booleans and null. */
export function listedValues(node: SchemaNode): readonly unknown[] {
  return formsOf(node).flatMap((form): readonly unknown[] => {
    if (form.enum) return form.enum;
    if (form.const !== undefined) return [form.const];
    if (form.type === 'boolean') return [true, false];
    return form.type === 'null' ? [null] : [];
  });
}

/** The first of a value's forms that says something of this kind. */
export function said<Key extends 'results' | 'reads' | 'writes'>(
  node: SchemaNode,
  key: Key,
): SchemaNode[Key] | undefined {
  return formsOf(node).find((form) => form[key] !== undefined)?.[key];
}
