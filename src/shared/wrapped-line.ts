/**
 * A line broken between words, into lines of at most so many characters; a word that is longer stays whole.
 * @param indent stands before each line but the first, whose own indentation stays.
 */
export function wrappedLine(line: string, mostCharacters: number, indent = ''): string[] {
  if (line.length <= mostCharacters) return [line];
  const start = /^ */.exec(line)![0];
  const [first = '', ...words] = line.slice(start.length).split(' ');
  const lines = [start + first];
  for (const word of words) {
    const last = lines.at(-1)!;
    if (last.length + 1 + word.length > mostCharacters) lines.push(indent + word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
