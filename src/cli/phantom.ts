import path from 'node:path';
import { badInput, GaitError } from '../shared/errors';
import type { StepOutcome } from '../shared/outcome';
import { phantomChoices } from '../shared/phantom-options';
import type { StepInput } from '../shared/steps';
import { withSession } from './command-session';
import type { PhantomCommandOptions } from './phantom-options';
import { sessionOptionsOf } from './settings-options';
import type { CommandContext } from './terminal';

/** `gait phantom`: renders a walker with its truth. */
export async function phantom(options: PhantomCommandOptions, context: CommandContext): Promise<number> {
  const { terminal, signal, json, workingFolder } = context;
  const steps = stepsOf(options);
  return withSession(sessionOptionsOf(options), context, async (session, progress) => {
    const outcomes: StepOutcome[] = [];
    for (const step of steps) {
      const outcome = await session.run(step, { signal });
      const error = outcome.walks[0]?.error;
      if (error) throw new GaitError(error.kind, error.message, error.hint);
      outcomes.push(outcome);
    }
    progress.clear();
    const { files, record, walks } = outcomes.at(-1)!;
    for (const warning of walks.flatMap(({ warnings }) => warnings)) terminal.err(`${warning}\n`);
    if (json) {
      terminal.out(`${JSON.stringify({ files, seconds: record.seconds }, null, 2)}\n`);
    } else {
      const names = files.map((file) => `  ${path.relative(workingFolder, file)}\n`);
      terminal.out(`Rendered ${walks.map(({ summary }) => summary).join('; ')}:\n${names.join('')}`);
    }
    return 0;
  });
}

/** The phantom's step, after those that measure the recording it is to be like. */
function stepsOf(options: PhantomCommandOptions): StepInput[] {
  const { output, like, crop, capture_fps, belt_speed_m_s } = options;
  // The step's own keys, without the settings that lie beside them.
  const chosen = phantomChoices.strip().parse(options);
  if (like === undefined) {
    if (crop !== undefined || capture_fps !== undefined || belt_speed_m_s !== undefined) {
      throw badInput(
        '--crop, --capture-fps and --belt-speed are about the recording of --like, and none is given.',
        'Give --like VIDEO, or leave them out.',
      );
    }
    return [{ step: 'make-phantom', output, ...chosen }];
  }
  const { height_m, view_deg } = chosen;
  return [
    { step: 'load-video', video: like, crop, capture_fps, belt_speed_m_s, height_m, view_deg, as: 'walk' },
    { step: 'extract-pose', video: 'walk', as: 'pose' },
    { step: 'detect-events', pose: 'pose', as: 'gait' },
    { step: 'make-phantom', output, like: 'gait', ...chosen },
  ];
}
