import { unitOfKey } from '../key-units';
import { defaultSettings } from '../resolve-settings';
import { inWords, type SchemaNode } from '../schema-node';
import type { Profile, Settings } from '../settings';
import { settingsSchema } from '../settings';
import { groupForm, keysOf, said, stepSummary } from './step-schemas';

/** A text as Markdown shows it letter by letter; what comes from files must not become links or pictures. */
export const asMarkdown = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]()#+!|<>~&@:]/g, (sign) =>
      sign === '<' ? '&lt;' : sign === '&' ? '&amp;' : `\\${sign}`,
    )
    .replace(/\r?\n/g, ' ');

const asCode = (value: unknown): string => `\`${JSON.stringify(value).replaceAll('`', '')}\``;

/** What a key has where the cell says nothing: by its schema, or by the built-in settings. */
export function defaultOf(path: readonly string[], node: SchemaNode): unknown {
  if (node.default !== undefined) return node.default;
  const inSettings = path[0] === 'settings' ? path.slice(1) : ['signal_processing', ...path];
  let value: unknown = defaultSettings;
  for (const key of inSettings) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  if (value !== undefined) return typeof value === 'object' && value !== null ? undefined : value;
  const [key] = path;
  if (key === 'profile') return defaultSettings.performance_mode;
  return path.length === 1 && key !== undefined && key in settingsSchema.shape
    ? defaultSettings[key as keyof Settings]
    : undefined;
}

const affectsInWords = {
  result: 'Affects the result: changing it computes anew.',
  plan: 'Affects the plan (speed and memory) alone: the result stays the same.',
} as const;

/** What a key means, what it takes, its default and what it affects. Markdown. */
export function keyDocumentation(path: readonly string[], node: SchemaNode): string {
  const key = path.at(-1) ?? '';
  const unit = unitOfKey(key);
  const usual = defaultOf(path, node);
  const group = groupForm(node);
  const words = inWords(node);
  const takes =
    group && !node.anyOf
      ? `Keys: ${keysOf(group)
          .map((name) => `\`${name}\``)
          .join(', ')}.`
      : `Takes ${words}${unit === undefined || words.includes(` ${unit} `) ? '' : `, in ${unit}`}.`;
  // Some descriptions say it in words of their own.
  const affects =
    node.affects && !node.description?.includes('Affects ') ? affectsInWords[node.affects] : null;
  const results = said(node, 'results');
  return [
    node.description === undefined ? null : asMarkdown(node.description),
    asMarkdownButCode(results ? `Takes the name of a result of ${results.join(' or ')}.` : takes),
    usual === undefined ? null : `Default: ${asCode(usual)}`,
    affects,
  ]
    .filter((part) => part !== null)
    .join('\n\n');
}

/** Our own words, in which only code is marked. */
const asMarkdownButCode = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : asMarkdown(part)))
    .join('');

/** What a step does, and the keys it takes. Markdown. */
export function stepDocumentation(name: string, node: SchemaNode): string {
  const keys = keysOf(node).map((key) => {
    const needed = node.required?.includes(key) === true ? ' (needed)' : '';
    return `- \`${key}\`${needed}: ${asMarkdown(node.properties?.[key]?.description ?? '')}`;
  });
  return [`**${name}**: ${asMarkdown(stepSummary(node))}`, keys.join('\n')].join('\n\n');
}

/** What a profile is for, and what it sets. Markdown. */
export function profileDocumentation({ description, performance_mode: from, ...values }: Profile): string {
  const lines = Object.entries(values).map(([key, value]) => `- \`${key}\`: ${asCode(value)}`);
  return [
    description === undefined ? null : asMarkdown(description),
    from === undefined ? null : `Starts from ${asMarkdown(from)}.`,
    lines.join('\n'),
  ]
    .filter((part) => part !== null && part !== '')
    .join('\n\n');
}
