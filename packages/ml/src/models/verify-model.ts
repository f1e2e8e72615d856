// Runs in a process of its own, under plain Node: erasable TypeScript only.
import { createHash } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import { checkGraph } from './check-graph.ts';
import { type ExternalPart, graphSignature } from './graph-signature.ts';
import { type LoadedModel, type VerifiedGraph } from './load-model.ts';
import { type GraphRole, type GraphSpec, type Manifest, manifestSchema, rowWidth } from './manifest.ts';

const MAX_MANIFEST_BYTES = 1_000_000;
/** The graph is read whole; larger weights are stored beside it and hashed while streaming. */
const MAX_GRAPH_BYTES = 1_000_000_000;
const MAX_EXTERNAL_BYTES = 8_000_000_000;

/**
 * The work of `loadModel`, which blocks its process while it hashes and parses.
 *
 * @param folder - holds `manifest.json` and the files it names.
 * @param onParse - called with the manifest field before and with null after a graph is parsed.
 * @throws ModelError as `loadModel`.
 */
export async function verifyModel(folder: string, onParse: (field: string | null) => void): Promise<LoadedModel> {
  const bytes = await readPlainFile(folder, 'manifest.json', 'manifest', MAX_MANIFEST_BYTES);
  const manifest = parseManifest(bytes);
  const features = await verifyGraph(folder, manifest, 'features', onParse);
  const head = await verifyGraph(folder, manifest, 'head', onParse);
  const lines = [features, head].flatMap(({ role, sha256, spec }) => [
    `${role} ${sha256}`,
    ...spec.externalFiles.map((external) => `${role} ${external.file} ${external.sha256}`),
  ]);
  const isSynthetic = features.spec.weights === 'synthetic' || head.spec.weights === 'synthetic';
  return {
    id: manifest.id,
    manifest,
    features,
    head,
    featureWidth: rowWidth(features.spec),
    modelSha256: sha256(lines.join('\n')),
    manifestSha256: sha256(bytes),
    weights: isSynthetic ? 'synthetic' : head.spec.weights,
  };
}

function parseManifest(bytes: Buffer): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ModelError('MANIFEST_INVALID', 'manifest', 'is not JSON');
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...keys].join('.') || 'manifest';
  throw new ModelError('MANIFEST_INVALID', field, issue?.message ?? 'is not valid');
}

async function verifyGraph<Role extends GraphRole>(
  folder: string,
  manifest: Manifest,
  role: Role,
  onParse: (field: string | null) => void,
): Promise<VerifiedGraph<Manifest['graphs'][Role]>> {
  const spec = manifest.graphs[role];
  const field = `graphs.${role}`;
  // Cheap checks first: a missing file is reported before gigabytes are hashed.
  for (const [i, { file }] of spec.externalFiles.entries()) {
    await withPlainFile(folder, file, `${field}.externalFiles.${i}.file`, MAX_EXTERNAL_BYTES, async () => {});
  }
  const bytes = await readPlainFile(folder, spec.file, `${field}.file`, MAX_GRAPH_BYTES);
  checkHash(sha256(bytes), spec.sha256, `${field}.sha256`);
  onParse(`${field}.file`);
  const signature = graphSignature(bytes, `${field}.file`);
  onParse(null);
  checkGraph(signature, manifest, role);
  await checkExternalFiles(folder, spec, signature.externalParts, field);
  const freeBatch = 'size' in spec.input && signature.inputs[0]?.dims?.[0] === null;
  return { role, path: join(folder, spec.file), sha256: spec.sha256, spec, freeBatch };
}

/**
 * Checks that the files beside the graph are those that the manifest lists, and hold the data that the graph refers to.
 */
async function checkExternalFiles(
  folder: string,
  spec: GraphSpec,
  parts: readonly ExternalPart[],
  field: string,
): Promise<void> {
  const listed = new Map(spec.externalFiles.map(({ file }, i) => [file, i]));
  const unlisted = parts.find(({ file }) => !listed.has(file));
  if (unlisted) throw new ModelError('GRAPH_REFUSED', `${field}.externalFiles`, `${unlisted.file} is not listed`);
  for (const [i, { file, sha256: expected }] of spec.externalFiles.entries()) {
    const at = `${field}.externalFiles.${i}`;
    const { hash, size } = await withPlainFile(folder, file, `${at}.file`, MAX_EXTERNAL_BYTES, hashOf);
    const short = parts.find((part) => part.file === file && part.endByte > size);
    if (short) throw new ModelError('GRAPH_REFUSED', `${at}.file`, `${file} ends before weight ${short.weight}`);
    checkHash(hash, expected, `${at}.sha256`);
  }
}

function checkHash(found: string, expected: string, field: string): void {
  if (found !== expected) {
    throw new ModelError('HASH_MISMATCH', field, 'the file is not the one that the manifest describes');
  }
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function hashOf(handle: FileHandle, size: number): Promise<{ hash: string; size: number }> {
  const hash = createHash('sha256');
  for await (const chunk of handle.createReadStream({ autoClose: false, highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
  }
  return { hash: hash.digest('hex'), size };
}

function readPlainFile(folder: string, file: string, field: string, maxBytes: number): Promise<Buffer> {
  return withPlainFile(folder, file, field, maxBytes, (handle) => handle.readFile());
}

/** Links and pipes are refused: files named by the manifest must be in the folder itself. */
async function withPlainFile<T>(
  folder: string,
  file: string,
  field: string,
  maxBytes: number,
  work: (handle: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  // Opened without following a link or waiting for the other end of a pipe, and only then inspected: it cannot be
  // replaced in between.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(join(folder, file), flags).catch((error: NodeJS.ErrnoException) => {
    const isLink = error.code === 'ELOOP' || error.code === 'EMLINK';
    const what = isLink
      ? 'is not a plain file'
      : error.code === 'ENOENT'
        ? 'is not in the model folder'
        : 'cannot be read';
    throw new ModelError('MISSING_FILE', field, `${file} ${what}`);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new ModelError('MISSING_FILE', field, `${file} is not a plain file`);
    if (stat.size > maxBytes)
      throw new ModelError('MISSING_FILE', field, `${file} is larger than ${maxBytes / 1e9} GB`);
    return await work(handle, stat.size);
  } finally {
    await handle.close();
  }
}
