import { type Command, Option } from 'commander';
import { z } from 'zod';
import { badInput, type GaitError } from '../shared/errors';
import { unitEnding } from '../shared/key-units';
import { readableIssues } from '../shared/readable-issues';

/** Endings that stay in the flag, which would say too little without them: `--width-px`. */
const endingsKept = ['_px', '_percent', '_fps'];

/** Unit that the end of a key names, as help shows it in place of the ending. */
function unitOf(key: string): readonly [ending: string, unit: string] | undefined {
  const found = unitEnding(key);
  return found && !endingsKept.includes(found[0]) ? found : undefined;
}

/** The flag for a key: `stride_length_m` is `--stride-length`. */
export function flagOf(key: string): string {
  const ending = unitOf(key)?.[0] ?? '';
  return `--${key.slice(0, key.length - ending.length).replaceAll('_', '-')}`;
}

/** What an option shows for its value, unless its key's unit says it. */
export const placeholder = <T extends z.ZodType>(schema: T, word: string): T =>
  schema.meta({ placeholder: word });

/**
 * Puts every key of a schema into a command as an option; units, ranges and defaults in its help come from the schema.
 * @param bare the key of a list whose values are given without a flag
 */
export function addOptions(command: Command, schema: z.ZodObject, bare?: string): void {
  for (const [key, field] of Object.entries<z.ZodType>(schema.shape)) {
    const option = optionOf(key, field);
    if (key === bare) command.argument(`<${key}...>`, option.description);
    else command.addOption(option);
  }
}

/**
 * The options a command was given, by the schema's keys, checked.
 * @param bare the key of a list whose values are given without a flag
 * @throws GaitError bad-input in terms of the flags.
 */
export function readOptions<T extends z.ZodObject>(
  schema: T,
  given: Readonly<Record<string, unknown>>,
  bare?: string,
): z.output<T> {
  const raw: Record<string, unknown> = {};
  for (const [key, field] of Object.entries<z.ZodType>(schema.shape)) {
    const option = optionOf(key, field);
    const value = given[option.attributeName()];
    // Commander turns --no-x into an x that is true until the flag is given.
    if (option.negate) raw[key] = value === false;
    else if (value !== undefined) raw[key] = value;
  }
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw (
    wrongCount(schema, result.error.issues, raw, bare) ??
    readableIssues(schema, result.error, raw, '', (key) => (key === bare ? `<${key}>` : flagOf(key)))
  );
}

/** Values of a list that are shown where there are too many. */
const mostShown = 3;

/** Says how many values an option takes that was given more or fewer, in the first words of what it expects. */
function wrongCount(
  schema: z.ZodObject,
  issues: readonly z.core.$ZodIssue[],
  raw: Readonly<Record<string, unknown>>,
  bare: string | undefined,
): GaitError | null {
  for (const { code, path } of issues) {
    const key = String(path[0]);
    const field = schema.shape[key] as z.ZodType | undefined;
    const given = raw[key];
    if ((code !== 'too_big' && code !== 'too_small') || path.length !== 1 || !Array.isArray(given)) continue;
    const { expects } = field ? said(field) : {};
    if (!field || expects === undefined || !optionOf(key, field).variadic) continue;
    // Sound: what an option collects are texts.
    const values = given as readonly string[];
    const shown = values.length > mostShown ? [...values.slice(0, mostShown), '…'] : values;
    return badInput(
      `${key === bare ? 'The command' : flagOf(key)} takes ${expects.replace(/,.*/s, '')}, and ${values.length} ${values.length === 1 ? 'is' : 'are'} given: ${shown.join(', ')}.`,
      `Give ${expects}.`,
    );
  }
  return null;
}

function optionOf(key: string, field: z.ZodType): Option {
  const inner = unwrapped(field);
  const { description = '', placeholder: word } = said(field);
  const flag = flagOf(key);
  if (inner instanceof z.ZodBoolean) return new Option(flag, description);
  const value = typeof word === 'string' ? word : (unitOf(key)?.[1] ?? shape(inner));
  const option = new Option(`${flag} <${value}>`, `${description}${limits(field)}`);
  return option.argParser(option.variadic ? collected : parserOf(inner));
}

interface Said {
  readonly description?: string | undefined;
  readonly placeholder?: unknown;
  /** What is expected, in words. */
  readonly expects?: string;
}

/** What a schema and what it wraps say of themselves, the outermost first. */
function said(schema: z.ZodType): Said {
  const own = z.globalRegistry.get(schema) ?? {};
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return { ...said(schema.unwrap() as z.ZodType), ...own };
  }
  return own;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    // Sound: these wrappers hold schemas.
    return unwrapped(schema.unwrap() as z.ZodType);
  }
  return schema;
}

function shape(schema: z.ZodType): string {
  if (schema instanceof z.ZodEnum) return schema.options.join('|');
  if (schema instanceof z.ZodNumber) return 'number';
  return 'value';
}

/** Range and default of an option, for the end of its description. */
function limits(field: z.ZodType): string {
  const { minimum, maximum, default: preset } = z.toJSONSchema(field, { io: 'input', target: 'draft-7' });
  const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  const said = [
    ...(minimum !== undefined && bounded ? [`${minimum} to ${maximum}`] : []),
    ...(preset === undefined ? [] : [`default ${asTyped(preset)}`]),
  ];
  return said.length === 0 ? '' : ` (${said.join('; ')})`;
}

/** A value as it is typed behind its flag. */
const asTyped = (value: unknown): string =>
  Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : JSON.stringify(value);

/** Text becomes a number where it is one; what it may be is the schema's matter. */
const numeric = (text: string): number | string => {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text : value;
};

function parserOf(schema: z.ZodType): (text: string) => unknown {
  if (schema instanceof z.ZodArray) return (text) => text.split(',').map((part) => part.trim());
  if (schema instanceof z.ZodTuple) return (text) => text.split(',').map(numeric);
  if (schema instanceof z.ZodNumber || schema instanceof z.ZodUnion) return numeric;
  return (text) => text;
}

/** Values of an option that may be given several: `--videos a.mp4 b.mp4 --videos c.mp4`. */
const collected = (text: string, before: unknown): string[] => [
  ...((before as string[] | undefined) ?? []),
  text,
];
