import { createHash } from 'node:crypto';

/** Hash of a network's weights, by which two of them are told to be the same. */
export function weightsSha256(parameters: readonly Float32Array[]): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of parameters) {
    hash.update(Buffer.from(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}
