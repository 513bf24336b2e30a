#!/usr/bin/env -S node --v8-pool-size=1
import { toGaitError } from '../shared/errors';
import { reportFailure } from './failure';
import { gait } from './program';
import { processTerminal } from './terminal';

// One thread for V8's own work (see the first line) is enough here, and each costs memory that the limit then lacks.
const args = process.argv.slice(2);
const terminal = processTerminal();
// What no caller could catch is still told in words.
process.on('uncaughtException', (thrown) => {
  const asked = { verbose: args.includes('--verbose'), json: args.includes('--json') };
  process.exit(reportFailure(toGaitError(thrown), { terminal, ...asked }));
});
process.exitCode = await gait(args, terminal);
