// What a run wrote, as a user's program reads it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';

/** Reports hold times: they are not compared. */
const reports = new Set(['performance_report.json', 'report.html']);

export const readPose = async (file) => parquetReadObjects({ file: await asyncBufferFromFile(file) });

export const readParameters = (folder) =>
  JSON.parse(readFileSync(path.join(folder, 'parameters.json'), 'utf8'));

/** A table of events, of a run or of a recorded trial. */
export const readEvents = (file) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [timeS, side, event] = line.split(',');
      return { timeS: Number(timeS), side, event };
    });

async function decoded(file) {
  if (file.endsWith('.parquet')) return JSON.stringify(await readPose(file));
  const bytes = readFileSync(file);
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** A digest of each decoded table of a run's results, by its path in the output folder. */
export async function digestTables(output) {
  const digests = new Map();
  for (const entry of readdirSync(output, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || reports.has(entry.name)) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    digests.set(
      path.relative(output, file),
      createHash('sha256')
        .update(await decoded(file))
        .digest('hex'),
    );
  }
  return digests;
}

/** Names of the tables that are not equal, or that only one side has. */
export const differingTables = (one, other) =>
  [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
