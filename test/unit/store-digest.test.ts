import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createDigester } from '../../src/kernel/store/digest';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** A clock for which every file has long settled. */
const muchLater = (): number => Date.now() + 3_600_000;

let folder: string;
let memo: string;
let video: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'digest-'));
  memo = path.join(folder, 'memo');
  video = path.join(folder, 'walk.mp4');
  writeFileSync(video, 'frames of a walk');
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
});

/** Makes the memo lie, so that a digest that comes from it can be told from one that was computed. */
function falsifyMemo(): void {
  for (const name of readdirSync(memo)) {
    const file = path.join(memo, name);
    const content = JSON.parse(readFileSync(file, 'utf8')) as { digest: string };
    writeFileSync(file, JSON.stringify({ ...content, digest: 'remembered' }));
  }
}

describe('the digest of a video', () => {
  it('is the SHA-256 of its content, and is read off the disk once', async () => {
    const digester = createDigester(memo, muchLater);
    expect(await digester.digest(video)).toBe(sha256('frames of a walk'));
    falsifyMemo();
    expect(await digester.digest(video)).toBe('remembered');
    expect(await createDigester(memo, muchLater).digest(video)).toBe('remembered');
  });

  it('is computed again when the content changes at the same size and the same time of modification', async () => {
    const digester = createDigester(memo, muchLater);
    const time = new Date('2024-05-01T10:00:00Z');
    utimesSync(video, time, time);
    await digester.digest(video);
    writeFileSync(video, 'frames of a jump');
    utimesSync(video, time, time);
    expect(await digester.digest(video)).toBe(sha256('frames of a jump'));
  });

  it('is not remembered while the file is so new that a change might not show', async () => {
    const digester = createDigester(memo);
    await digester.digest(video);
    expect(() => readdirSync(memo)).toThrow('ENOENT');
  });

  it('survives a memo that is lost, torn or somebody else’s', async () => {
    const digester = createDigester(memo, muchLater);
    await digester.digest(video);
    const [name] = readdirSync(memo);
    for (const content of [
      '',
      '{"path":',
      '[]',
      JSON.stringify({ path: '/other', fingerprint: '', digest: 'x' }),
    ]) {
      writeFileSync(path.join(memo, name!), content);
      expect(await digester.digest(video)).toBe(sha256('frames of a walk'));
    }
    rmSync(memo, { recursive: true });
    expect(await digester.digest(video)).toBe(sha256('frames of a walk'));
  });

  it('needs no place to be remembered in', async () => {
    writeFileSync(memo, 'a file where the memo would be');
    expect(await createDigester(memo, muchLater).digest(video)).toBe(sha256('frames of a walk'));
  });

  it('stops when it is cancelled', async () => {
    const cancel = AbortSignal.abort();
    await expect(createDigester(memo).digest(video, cancel)).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });

  it('says so where there is no such file', async () => {
    await expect(createDigester(memo).digest(path.join(folder, 'none.mp4'))).rejects.toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining('none.mp4') as string,
    });
  });

  it.runIf(process.getuid)('says so where the file may not be read', async () => {
    chmodSync(folder, 0o755);
    chmodSync(video, 0);
    const read = () => createDigester(memo).digest(video);
    await expect(asOrdinaryUser(read)).rejects.toMatchObject({
      kind: 'bad-input',
      message: `${video} cannot be read.`,
    });
  });
});

/** Root may read everything, so it steps down for what an ordinary user would see. */
async function asOrdinaryUser<T>(run: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return run();
  process.seteuid!(65534);
  try {
    return await run();
  } finally {
    process.seteuid!(0);
  }
}

describe('the digest of a folder of landmarks', () => {
  let landmarks: string;
  beforeEach(() => {
    landmarks = path.join(folder, 'openpose');
    mkdirSync(landmarks);
    writeFileSync(path.join(landmarks, 'f_000.json'), '{"people":[]}');
    writeFileSync(path.join(landmarks, 'f_001.json'), '{"people":[1]}');
  });

  it('changes with a file’s content, its name, and the number of files', async () => {
    const digester = createDigester(memo, muchLater);
    const digests = [await digester.digest(landmarks)];
    writeFileSync(path.join(landmarks, 'f_001.json'), '{"people":[2]}');
    digests.push(await digester.digest(landmarks));
    writeFileSync(path.join(landmarks, 'f_002.json'), '{"people":[2]}');
    digests.push(await digester.digest(landmarks));
    rmSync(path.join(landmarks, 'f_000.json'));
    digests.push(await digester.digest(landmarks));
    expect(new Set(digests).size).toBe(4);
  });

  it('is remembered as a whole', async () => {
    const digester = createDigester(memo, muchLater);
    await digester.digest(landmarks);
    falsifyMemo();
    expect(await digester.digest(landmarks)).toBe('remembered');
  });
});
