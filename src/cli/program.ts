import { Command } from 'commander';
import type { z } from 'zod';
import { packageVersion } from '../kernel/package-files';
import { exitCodes } from '../shared/errors';
import { analyzeOptions } from './analyze-options';
import { benchmarkOptions } from './benchmark-options';
import { compareOptions } from './compare-options';
import { doctorOptions } from './doctor-options';
import { exportOptions } from './export-options';
import { commandError, reportFailure } from './failure';
import { helpLayout } from './help-layout';
import { interruptible } from './interrupt';
import { monitorOptions } from './monitor-options';
import { phantomCommandOptions } from './phantom-options';
import { profilesOptions } from './profiles-options';
import { runOptions } from './run-options';
import { addOptions, readOptions } from './schema-options';
import type { CommandContext, Terminal } from './terminal';
import { trainOptions } from './train-options';

/**
 * The gait command.
 * @param args what follows its name on the command line.
 * @returns the exit code. Nothing is thrown: what goes wrong is said on the terminal.
 */
export async function gait(
  args: readonly string[],
  terminal: Terminal,
  workingFolder: string = process.cwd(),
): Promise<number> {
  let code = 0;
  let asked = { verbose: args.includes('--verbose'), json: args.includes('--json') };
  const program = new Command('gait')
    .description('Gait analysis from walking videos, on this machine alone.')
    .version(packageVersion(), '--version', 'Show the version.')
    .helpOption('-h, --help', 'Show this help.')
    .configureHelp(helpLayout)
    .helpCommand('help [command]', 'Show the help of a command.')
    .addHelpText('after', exitCodesInWords);

  /**
   * Adds a command; what it does is loaded when it is run, so that help and mistakes are told at once. `bare` is the key
   * of the option that is given without a flag.
   */
  const add = <T extends z.ZodObject>(
    name: string,
    description: string,
    schema: T,
    load: () => Promise<(options: z.output<T>, context: CommandContext) => Promise<number>>,
    bare?: string,
  ): void => {
    const command = program
      .command(name)
      .description(description)
      .helpOption('-h, --help', 'Show this help.');
    addOptions(command, schema, bare);
    command.option('--json', 'Print one JSON document; everything else goes to standard error.');
    command.option('--verbose', 'Print debug lines, and the place of a failure.');
    command.addHelpText('after', exitCodesInWords);
    command.action(async () => {
      const given: Record<string, unknown> = command.opts();
      asked = { verbose: given['verbose'] === true, json: given['json'] === true };
      const options = readOptions(
        schema,
        bare === undefined ? given : { ...given, [bare]: command.args },
        bare,
      );
      const run = await load();
      code = await interruptible(terminal, (signal) =>
        run(options, { terminal, signal, workingFolder, ...asked }),
      );
    });
  };

  add(
    'analyze',
    "Videos, or another tool's landmarks, to gait events, parameters and reports.",
    analyzeOptions,
    async () => (await import('./analyze')).analyze,
  );
  add(
    'compare',
    'Two sources of the same walks side by side, or one beside its labels, stored events or truth.',
    compareOptions,
    async () => (await import('./compare')).compare,
    'sources',
  );
  add(
    'train',
    'Walks with labels to a phase classifier, judged by cross-validation on walks it never saw.',
    trainOptions,
    async () => (await import('./train')).train,
  );
  add(
    'benchmark',
    'Profiles side by side on this machine and this video: how fast, how much memory, how right.',
    benchmarkOptions,
    async () => (await import('./benchmark')).benchmark,
  );
  add(
    'run',
    'The gait cells of a notebook, in their order; what they show is saved into it.',
    runOptions,
    async () => (await import('./run')).run,
    'notebook',
  );
  add(
    'phantom',
    'Renders a walker whose joints, contacts and parameters are known exactly.',
    phantomCommandOptions,
    async () => (await import('./phantom')).phantom,
  );
  add(
    'monitor',
    'Follows the memory, time and queue of what runs, and shows the history of runs.',
    monitorOptions,
    async () => (await import('./monitor')).monitor,
  );
  add(
    'export',
    'A saved notebook with its outputs as HTML, Jupyter notebook, Markdown or PDF; nothing is run again.',
    exportOptions,
    async () => (await import('./export')).exportCommand,
    'notebook',
  );
  add(
    'doctor',
    'What this machine can do, and the settings that suit it.',
    doctorOptions,
    async () => (await import('./doctor')).doctor,
  );
  add(
    'profiles',
    'Every performance profile that can be named, the built-in ones and your own, and what each sets.',
    profilesOptions,
    async () => (await import('./profiles')).profiles,
  );

  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        terminal.out(text);
      },
      // Mistakes are told below, in one form for all.
      outputError: () => undefined,
    });
  }
  try {
    if (args.length === 0) {
      terminal.err(program.helpInformation());
      return exitCodes['bad-input'];
    }
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (thrown) {
    if (isShown(thrown)) return 0;
    const asking = program.commands.find((command) => command.name() === args[0]);
    const error = commandError(thrown, asking ?? program);
    return reportFailure(error, { terminal, ...asked });
  }
}

const exitCodesInWords = `
Exit codes: 0 done, 1 failed, 2 bad input or usage, 3 the memory limit does not allow it, 130 cancelled.`;

/** Commander also ends by a throw where it showed its help or its version. */
const isShown = (thrown: unknown): boolean =>
  thrown instanceof Error && 'exitCode' in thrown && thrown.exitCode === 0;
