import type { BuildOptions } from 'esbuild';

/** Described beside the code; for tests, which are checked with types. */
export function worlds(where: { outdir: string; filesOf?: readonly string[] }): BuildOptions[];
