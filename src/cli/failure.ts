import { type Command, CommanderError } from 'commander';
import { badInput, exitCodes, type GaitError, toGaitError } from '../shared/errors';
import type { CommandContext } from './terminal';

/**
 * A mistake in the use of a command, or whatever else was thrown, as an error that a user can act on.
 * @param command the one that was asked for; gait itself where there is none of that name.
 */
export function commandError(thrown: unknown, command: Command): GaitError {
  if (!(thrown instanceof CommanderError)) return toGaitError(thrown);
  const help = `${command.parent ? 'gait ' : ''}${command.name()} --help`;
  const [, message = thrown.message, suggestion] =
    /^(?:error: )?([^\n]*)(?:\n\((.*)\))?$/.exec(thrown.message) ?? [];
  const sentence = message.charAt(0).toUpperCase() + message.slice(1);
  if (thrown.code === 'commander.excessArguments') {
    const ofFiles = command.options.find(({ flags }) => flags.endsWith('<file...>'))?.long;
    const files = ofFiles ? `Put files after their option, such as ${ofFiles} walk.mp4. ` : '';
    return badInput(sentence, `${files}For what there is: ${help}`);
  }
  return badInput(
    `${sentence.replace(/[.?]$/, '')}.`,
    `${suggestion === undefined ? '' : `${suggestion} `}For what there is: ${help}`,
  );
}

/** Says what went wrong and what to do. Returns the exit code. */
export function reportFailure(
  error: GaitError,
  { terminal, verbose, json }: Pick<CommandContext, 'terminal' | 'verbose' | 'json'>,
): number {
  const { kind, message, hint } = error;
  if (kind === 'cancelled') {
    terminal.err(`${message}\n`);
  } else {
    terminal.err(`Error: ${message}\n`);
    if (hint !== undefined) terminal.err(`${hint}\n`);
    if (kind === 'failed') terminal.err(verbose ? `${stackOf(error)}\n` : verboseHint);
  }
  if (json) terminal.out(`${JSON.stringify({ error: { kind, message, hint: hint ?? null } }, null, 2)}\n`);
  return exitCodes[kind];
}

const verboseHint = 'With --verbose the same command says where it happened.\n';

const stackOf = (error: Error): string =>
  (error.cause instanceof Error ? error.cause.stack : error.stack) ?? error.message;
