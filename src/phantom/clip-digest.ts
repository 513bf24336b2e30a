import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of a clip's bytes, by which its truth knows it; 64 hexadecimal digits. */
export async function clipDigest(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
