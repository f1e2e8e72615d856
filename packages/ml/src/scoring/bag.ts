import { readStatement } from '@haim/schema';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type RanProvider } from '../sessions/session.ts';
import { readerNames } from '../slides/slide-reader.ts';

/** What a bag was made from. Two bags with the same key hold the same numbers. */
export interface BagKey {
  readonly slideSha256: string;
  /** Of the feature graph. The head does not matter: one bag serves every head. */
  readonly featuresSha256: string;
  /** Hash of every setting that affects which patches exist and what their pixels are. */
  readonly parametersSha256: string;
  readonly provider: RanProvider;
}

const judgedPatch = z.strictObject({
  x: z.int(),
  y: z.int(),
  reason: z.enum(['background', 'white', 'black', 'blurred', 'outsideRoi']).nullable(),
  quality: z
    .strictObject({ meanSaturation: z.number(), meanRgb: z.number(), laplacianVariance: z.number() })
    .nullable(),
});

const sidecarSchema = z.strictObject({
  bagVersion: z.literal(1),
  slideSha256: z.string(),
  featuresSha256: z.string(),
  parametersSha256: z.string(),
  provider: z.enum(['cuda', 'webgpu', 'cpu']),
  /** Of the `.f32` file. */
  dataSha256: z.string(),
  rows: z.int().positive(),
  width: z.int().positive(),
  /** Level-0 scale that the grid of patches is based on. */
  micronsPerPixel: z.number().positive(),
  /** Side of a patch in level-0 pixels. */
  sizePx: z.int().positive(),
  reader: z.enum(readerNames),
  readerVersion: z.string(),
  /** Bags of older versions hold sentences. */
  warnings: z.array(z.unknown()).transform((stored) => stored.map(readStatement)),
  /** The whole grid; rows of the bag are those with `reason: null`, in this order. */
  patches: z.array(judgedPatch),
});

export type BagSidecar = z.infer<typeof sidecarSchema>;

/** All patches of one slide as numbers. */
export interface Bag {
  /** `[rows, width]`, rows in patch order. */
  readonly features: Float32Array;
  readonly sidecar: BagSidecar;
}

/**
 * Finds a bag made from exactly this slide, graph, parameters and provider.
 *
 * @returns null if there is none, or if its files do not agree with each other: then it is made again.
 */
export async function readBag(folder: string, key: BagKey): Promise<Bag | null> {
  try {
    const sidecar = sidecarSchema.parse(JSON.parse(await readFile(join(folder, `${bagName(key)}.json`), 'utf8')));
    const bytes = await readFile(join(folder, `${bagName(key)}.f32`));
    const sameKey =
      sidecar.slideSha256 === key.slideSha256 &&
      sidecar.featuresSha256 === key.featuresSha256 &&
      sidecar.parametersSha256 === key.parametersSha256 &&
      sidecar.provider === key.provider;
    const kept = sidecar.patches.filter(({ reason }) => reason === null).length;
    const isWhole = bytes.length === sidecar.rows * sidecar.width * 4 && kept === sidecar.rows;
    if (!sameKey || !isWhole || sha256(bytes) !== sidecar.dataSha256) return null;
    return { features: fromLittleEndian(bytes), sidecar };
  } catch {
    return null;
  }
}

/** Whether a bag with this key seems to exist. Its files are not read: `readBag` may still refuse them. */
export async function bagExists(folder: string, key: BagKey): Promise<boolean> {
  return (await stat(join(folder, `${bagName(key)}.json`)).catch(() => null)) !== null;
}

/**
 * Writes a bag: raw little-endian float32, then a JSON sidecar. Each file is written atomically, the sidecar last, so a
 * reader never sees half a bag.
 *
 * @param features - `[rows, width]`.
 */
export async function writeBag(
  folder: string,
  key: BagKey,
  features: Float32Array,
  rest: Omit<BagSidecar, keyof BagKey | 'bagVersion' | 'dataSha256'>,
): Promise<Bag> {
  const bytes = toLittleEndian(features);
  const sidecar: BagSidecar = { bagVersion: 1, ...key, dataSha256: sha256(bytes), ...rest };
  // Features of a patient's tissue: not readable by other accounts.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeWhole(join(folder, `${bagName(key)}.f32`), bytes);
  await writeWhole(join(folder, `${bagName(key)}.json`), JSON.stringify(sidecar));
  return { features, sidecar };
}

/** Writes a file atomically, under a temporary name first. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  // The name includes the writer, so that leftovers of a killed process are recognised at once: see
  // removeAbandonedParts.
  const writer = `${hostname().replaceAll(/[^\w-]/g, '_')}.${process.pid}`;
  const temporary = `${path}.${writer}.${randomUUID()}.part`;
  try {
    await writeFile(temporary, content, { mode: 0o600 });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Of both files of a bag, without their endings. */
export function bagName({ slideSha256, featuresSha256, parametersSha256, provider }: BagKey): string {
  const made = sha256(Buffer.from(`${featuresSha256} ${parametersSha256}`));
  return `${slideSha256.slice(0, 24)}-${made.slice(0, 24)}-${provider}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function toLittleEndian(values: Float32Array): Buffer {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return isLittleEndian ? bytes : Buffer.from(bytes).swap32();
}

function fromLittleEndian(bytes: Buffer): Float32Array {
  // A large file has memory of its own, which is used as it is: a bag may take hundreds of megabytes.
  if (isLittleEndian && bytes.byteOffset % 4 === 0) {
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  }
  const own = new Uint8Array(bytes);
  if (!isLittleEndian) Buffer.from(own.buffer).swap32();
  return new Float32Array(own.buffer);
}
