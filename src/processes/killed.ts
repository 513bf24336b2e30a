/**
 * What to do about a process that ended on a signal that we did not send.
 * @param otherwise what to do where it was no signal that a system in want of memory sends.
 */
export const killedHint = (signal: string | null, otherwise: string): string =>
  signal === 'SIGKILL'
    ? 'A system does that which runs out of memory: close other programs, or lower max_memory_mb.'
    : otherwise;
