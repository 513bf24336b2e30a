import { fork, type ChildProcess } from 'node:child_process';
import { hasProcessGroups } from './process-group';

/** As every process of ours is started that finds poses, so that memory is planned and used alike in all of them. */
const nodeArguments = [
  // One thread for V8's own work is enough, and each costs memory that the limit then lacks.
  '--v8-pool-size=1',
  // That a library of the kernel uses Node's old punycode is nothing to tell its user. Older Node does not know the option.
  ...(process.allowedNodeEnvironmentFlags.has('--disable-warning') ? ['--disable-warning=DEP0040'] : []),
];

/**
 * Starts a program of ours in a Node of its own, as the head of a process group, with a channel and with its outputs piped.
 * In desktop VS Code this process's program is Electron, which ELECTRON_RUN_AS_NODE makes run it as plain Node; a server's
 * extension host is Node itself and ignores that.
 * @param env without the options for this process's Node (a debugger's, a preloaded file), which are not for that one.
 */
export function forkNode(program: string, env: NodeJS.ProcessEnv): ChildProcess {
  return fork(program, [], {
    execPath: process.execPath,
    execArgv: nodeArguments,
    env: nodeEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: hasProcessGroups,
  });
}

/** Exported for tests. */
export function nodeEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = Object.entries(env).filter(([name]) => name.toUpperCase() !== 'NODE_OPTIONS');
  return { ...Object.fromEntries(rest), ELECTRON_RUN_AS_NODE: '1' };
}
