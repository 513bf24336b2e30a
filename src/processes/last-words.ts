import type { Readable } from 'node:stream';

/** Keeps the end of what a process or worker writes, which would otherwise reach standard output. */
export function lastWords(streams: readonly (Readable | null)[], mostCharacters = 500): () => string {
  let words = '';
  for (const stream of streams) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      words = (words + chunk).slice(-mostCharacters);
    });
  }
  return () => words.trim();
}
