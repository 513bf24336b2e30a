const decoder = new TextDecoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

export const toText = (bytes: Uint8Array): string => decoder.decode(bytes);
/** @throws TypeError where the bytes are not UTF-8, so that writing them again would change them. */
export const toExactText = (bytes: Uint8Array): string => strictDecoder.decode(bytes);
export const fromText = (text: string): Uint8Array => encoder.encode(text);

/** A browser's extension host has no Buffer, which is many times faster. */
export function fromBase64(base64: string): Uint8Array {
  return typeof Buffer === 'undefined'
    ? Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    : Buffer.from(base64, 'base64');
}

export function toBase64(bytes: Uint8Array): string {
  if (typeof Buffer !== 'undefined')
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
