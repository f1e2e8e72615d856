// Whatever is done to the bytes of a slide that was sent, it is prepared or refused with a reason: no hang, no other error.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test, vi } from 'vitest';
import { SlideError } from '../../errors.ts';
import { scratchFolder } from '../../hand-made.fixture.ts';
import { type SeededRandom, seededRandom } from '../../seeded-random.ts';
import { openSlideHere } from '../open-slide.ts';
import { prepareSlide } from './prepare-slide.ts';
import { openZip } from './zip-files.ts';

vi.setConfig({ testTimeout: 120_000 }); // the machine may be busy

const reference = fileURLToPath(new URL('../../../reference/slides/', import.meta.url));
const ROUNDS = 150;
let folder: string;

beforeAll(async () => {
  folder = await scratchFolder();
});

type Damage = (bytes: Buffer, random: SeededRandom) => Buffer;
const below = (random: SeededRandom, end: number): number => Math.floor(random.uniform() * end);

/** In the elements before the pixels, where lengths and counts are. */
const damages: Readonly<Record<string, Damage>> = {
  bits: (bytes, random) => {
    for (let k = 0; k < 6; k++) bytes[below(random, Math.min(bytes.length, 6000))] = below(random, 256);
    return bytes;
  },
  lengths: (bytes, random) => {
    bytes.writeUInt32LE(below(random, 2 ** 32), below(random, Math.min(bytes.length - 4, 6000)));
    return bytes;
  },
  'cut off': (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  'a piece twice': (bytes, random) => {
    const at = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 500))]);
  },
};

async function outcomeOf(path: string): Promise<string> {
  const output = join(folder, 'kept.tif');
  try {
    await rm(output, { force: true });
    const outcome = await prepareSlide(path, join(folder, 'work'), output);
    const slide = await openSlideHere(outcome === 'written' ? output : path, { openslidePath: '/nowhere/lib.so' });
    await slide.readRgb({ x: 0, y: 0, level: 0, width: 200, height: 200 });
    return 'read';
  } catch (error) {
    if (!(error instanceof SlideError)) throw error;
    expect(error.message).not.toContain(folder);
    return error.code;
  }
}

test.each(['dicom-sparse-jpeg2000.zip', 'dicom-extended-jpeg2000.zip', 'dicom-full-jpeg.zip'])(
  'an instance of %s',
  async (name) => {
    const zip = await openZip(join(reference, name), join(folder, 'unpacked'));
    const sound = join(folder, 'sound.dcm');
    await rm(sound, { force: true });
    await zip.copy(zip.files[0]!, sound);
    await zip.close();
    const good = await readFile(sound);
    const random = seededRandom(11);
    const outcomes = new Map<string, number>();
    for (let i = 0; i < ROUNDS; i++) {
      const damage = Object.values(damages)[i % 4]!;
      const path = join(folder, 'damaged.dcm');
      await writeFile(path, damage(Buffer.from(good), random));
      const outcome = await outcomeOf(path);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    // Sound ones stay sound, and the damage has an effect.
    await writeFile(join(folder, 'damaged.dcm'), good);
    expect(await outcomeOf(join(folder, 'damaged.dcm'))).toBe('read');
    expect(ROUNDS - (outcomes.get('read') ?? 0)).toBeGreaterThan(ROUNDS / 5);
  },
);

test('a zip', async () => {
  const good = await readFile(join(reference, 'dicom-two-parts.zip'));
  const random = seededRandom(12);
  let refused = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const bytes = Buffer.from(good);
    // The list at the end, and the headers of the members.
    const from = i % 2 === 0 ? bytes.length - 250 : 0;
    for (let k = 0; k < 3; k++) bytes[from + below(random, 250)] = below(random, 256);
    const path = join(folder, 'damaged.zip');
    await writeFile(path, bytes);
    if ((await outcomeOf(path)) !== 'read') refused += 1;
  }
  expect(refused).toBeGreaterThan(ROUNDS / 5);
});

test.each<[string, (tile: Buffer) => Buffer]>([
  ['cut off', (tile) => tile.subarray(0, tile.length >> 1)],
  ['cut off before its last byte', (tile) => tile.subarray(0, tile.length - 2)],
  ['zeros from its middle on', (tile) => Buffer.from(tile).fill(0, tile.length >> 1)],
])('a JPEG 2000 tile that is %s is an error of the region, and the others are read', async (_title, spoil) => {
  const path = join(folder, 'tile.ome.tif');
  const bytes = await readFile(join(reference, 'jpeg2000.ome.tif'));
  const at = bytes.indexOf(Buffer.from('ff4fff51', 'hex'));
  const end = bytes.indexOf(Buffer.from('ff4fff51', 'hex'), at + 4);
  const spoilt = Buffer.from(spoil(bytes.subarray(at, end)));
  spoilt.copy(bytes.fill(0, at, end), at);
  await writeFile(path, bytes);
  const slide = await openSlideHere(path, { openslidePath: '/nowhere/lib.so' });
  const tile = { y: 0, level: 0, width: 64, height: 64 };
  await expect(slide.readRgb({ ...tile, x: 10 })).rejects.toMatchObject({ code: 'UNREADABLE' });
  expect(await slide.readRgb({ ...tile, x: 140 })).toHaveLength(64 * 64 * 3);
});
