#!/usr/bin/env node
import { gait } from './program';
import { processTerminal } from './terminal';

process.exitCode = await gait(process.argv.slice(2), processTerminal());
