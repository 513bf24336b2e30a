// Writes the JSON schemas of `configs/` from the zod schemas, which are the one source.
import { build } from 'esbuild';
import { Buffer } from 'node:buffer';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

const { outputFiles } = await build({
  entryPoints: ['src/shared/json-schemas.ts'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { jsonSchemas } = await import(`data:text/javascript;base64,${code}`);
for (const [name, schema] of Object.entries(jsonSchemas())) {
  await writeFile(path.join('configs', name), `${JSON.stringify(schema, null, 2)}\n`);
  console.log(`configs/${name}`);
}
