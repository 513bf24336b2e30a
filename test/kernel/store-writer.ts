// A process of its own that fills a store without end, for tests that kill it or let two of them race.
// node store-writer.mjs <store folder> <writer's name> <number of results, or "forever">
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openStore } from '../../src/kernel/store/store';

const [folder, writer, wanted] = process.argv.slice(2) as [string, string, string];
const store = await openStore(folder);
process.stdout.write('open\n');
for (let index = 0; wanted === 'forever' || index < Number(wanted); index++) {
  const address = createHash('sha256').update(String(index)).digest('hex');
  await store.write(address, async (temporary) => {
    // Each file says what all must say, so that a mixture of two writers or half of a file shows.
    for (const part of ['a', 'b', 'c']) await writeFile(path.join(temporary, part), writer.repeat(20_000));
  });
  await store.remember('latest', { index, writer: writer.repeat(1000) });
}
