/** What is said of frames that stood in a file twice; nothing where none did. */
export const droppedFrames = (count: number): string[] =>
  count === 0 ? [] : [`${count} frame${count === 1 ? '' : 's'} stood in the file twice and counted once.`];
