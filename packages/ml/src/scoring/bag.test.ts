import { statement } from '@haim/schema';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type BagKey, readBag, writeBag } from './bag.ts';
import { scratchFolder } from '../hand-made.fixture.ts';

const key: BagKey = {
  slideSha256: 'a'.repeat(64),
  featuresSha256: 'b'.repeat(64),
  parametersSha256: 'c'.repeat(64),
  provider: 'cpu',
};
const features = Float32Array.from([1.5, -2, 0.1, 4, 5, 6]);
const quality = { meanSaturation: 40, meanRgb: 150, laplacianVariance: 500 };
const rest = {
  rows: 2,
  width: 3,
  micronsPerPixel: 0.25,
  sizePx: 512,
  reader: 'sharp' as const,
  readerVersion: 'by hand',
  warnings: [],
  patches: [
    { x: 0, y: 0, reason: null, quality },
    { x: 512, y: 0, reason: 'white' as const, quality },
    { x: 0, y: 512, reason: null, quality },
  ],
};
let folder: string;

beforeEach(async () => {
  folder = await scratchFolder();
});

test('a written bag is read back, and the file is raw little-endian float32', async () => {
  await writeBag(folder, key, features, rest);
  const bag = await readBag(folder, key);
  expect([...bag!.features]).toEqual([...features]);
  expect(bag!.sidecar).toMatchObject({ ...key, ...rest });
  const files = await readdir(folder);
  expect(files.map((name) => name.slice(-5)).sort()).toEqual(['.json', 'u.f32']);
  const raw = await readFile(
    join(
      folder,
      files.find((name) => name.endsWith('.f32'))!,
    ),
  );
  expect(raw.subarray(0, 8).toString('hex')).toBe('0000c03f000000c0'); // 1.5 and -2
});

test('warnings are kept as statements; the sentences of an older bag are shown unchanged', async () => {
  const doubt = statement('scaleWasStated', { microns: 0.25 });
  await writeBag(folder, key, features, { ...rest, warnings: [doubt] });
  expect((await readBag(folder, key))!.sidecar.warnings).toEqual([doubt]);

  const file = join(
    folder,
    (await readdir(folder)).find((name) => name.endsWith('.json'))!,
  );
  const older = { ...(JSON.parse(await readFile(file, 'utf8')) as object), warnings: ['patches were resampled'] };
  await writeFile(file, JSON.stringify(older));
  const read = await readBag(folder, key);
  expect(read!.sidecar.warnings).toEqual([statement('asRecorded', { text: 'patches were resampled' })]);
});

test.each(['slideSha256', 'featuresSha256', 'parametersSha256', 'provider'] as const)(
  'a bag made with another %s is not used',
  async (part) => {
    await writeBag(folder, key, features, rest);
    const other = part === 'provider' ? { ...key, provider: 'cuda' as const } : { ...key, [part]: 'd'.repeat(64) };
    expect(await readBag(folder, other)).toBeNull();
  },
);

test.each([
  ['a flipped bit', (bytes: Buffer) => ((bytes[3]! ^= 1), bytes)],
  ['a cut file', (bytes: Buffer) => bytes.subarray(0, -4)],
])('%s is noticed', async (_, spoil) => {
  await writeBag(folder, key, features, rest);
  const name = join(
    folder,
    (await readdir(folder)).find((file) => file.endsWith('.f32'))!,
  );
  await writeFile(name, spoil(await readFile(name)));
  expect(await readBag(folder, key)).toBeNull();
});

test('reading gives null without a bag or folder', async () => {
  expect(await readBag(join(folder, 'none'), key)).toBeNull();
});
