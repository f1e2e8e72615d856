import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ELEMENT } from './architectures/onnx-graph.ts';
import { ModelError } from './errors.ts';
import { graphSignature, type TensorSignature } from './graph-signature.ts';
import { type GraphRole, type GraphSpec, type Manifest, manifestSchema, type Weights } from './manifest.ts';

/** One verified ONNX file. */
export interface VerifiedGraph {
  readonly role: GraphRole;
  /** Where the file lies. For the session only; never for a client. */
  readonly path: string;
  readonly sha256: string;
  readonly spec: GraphSpec;
  /** Whether the graph takes more than one item at a time. */
  readonly freeBatch: boolean;
}

/** A model whose manifest, files and graphs agree. */
export interface LoadedModel {
  readonly id: string;
  readonly manifest: Manifest;
  readonly features: VerifiedGraph;
  readonly head: VerifiedGraph;
  /** Values per patch. */
  readonly featureWidth: number;
  /** Over both graphs and their external files: the identity of the pair. */
  readonly modelSha256: string;
  /** Of `manifest.json` as it lies on disk. */
  readonly manifestSha256: string;
  /** `synthetic` as soon as one of the two graphs is; else those of the head. */
  readonly weights: Weights;
}

const MAX_MANIFEST_BYTES = 1_000_000;
const MAX_GRAPH_BYTES = 2_000_000_000;

/**
 * Reads a model folder and refuses it, naming the field, on any disagreement between the manifest, the files' hashes
 * and the graphs' own inputs and outputs. No ONNX session is created here.
 *
 * @param folder - holds `manifest.json` and the files it names.
 * @throws ModelError MANIFEST_INVALID, MISSING_FILE, HASH_MISMATCH, SHAPE_MISMATCH or GRAPH_REFUSED.
 */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const bytes = await readPlainFile(folder, 'manifest.json', 'manifest', MAX_MANIFEST_BYTES);
  const manifest = parseManifest(bytes);
  const features = await verifyGraph(folder, manifest, 'features');
  const head = await verifyGraph(folder, manifest, 'head');
  const output = features.spec.outputs.find(({ meaning }) => meaning === 'features');
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
    featureWidth: output?.width ?? 0,
    modelSha256: createHash('sha256').update(lines.join('\n')).digest('hex'),
    manifestSha256: createHash('sha256').update(bytes).digest('hex'),
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

async function verifyGraph(folder: string, manifest: Manifest, role: GraphRole): Promise<VerifiedGraph> {
  const spec = manifest.graphs[role];
  const field = `graphs.${role}`;
  const bytes = await readPlainFile(folder, spec.file, `${field}.file`, MAX_GRAPH_BYTES);
  checkHash(bytes, spec.sha256, `${field}.sha256`);
  for (const [i, external] of spec.externalFiles.entries()) {
    const at = `${field}.externalFiles.${i}`;
    checkHash(
      await readPlainFile(folder, external.file, `${at}.file`, MAX_GRAPH_BYTES),
      external.sha256,
      `${at}.sha256`,
    );
  }
  const signature = graphSignature(bytes, `${field}.file`);
  const listed = new Set(spec.externalFiles.map(({ file }) => file));
  const unlisted = signature.externalFiles.find((file) => !listed.has(file));
  if (unlisted) throw new ModelError('GRAPH_REFUSED', `${field}.externalFiles`, `${unlisted} is not listed`);
  checkInput(signature.inputs, spec, role === 'features' ? 3 : manifest.bag.channels, `${field}.input`);
  checkOutputs(signature.outputs, spec, `${field}.outputs`);
  const freeBatch = signature.inputs[0]?.dims[0] === null;
  return { role, path: join(folder, spec.file), sha256: spec.sha256, spec, freeBatch };
}

function checkInput(inputs: readonly TensorSignature[], { input }: GraphSpec, channels: number, field: string): void {
  const [found, ...others] = inputs;
  if (!found || others.length > 0 || found.name !== input.name) {
    const names = inputs.map(({ name }) => name).join(', ') || 'none';
    throw new ModelError('SHAPE_MISMATCH', `${field}.name`, `the graph's inputs are: ${names.slice(0, 200)}`);
  }
  if (found.elementType !== ELEMENT[input.dtype]) {
    throw new ModelError('SHAPE_MISMATCH', `${field}.dtype`, `the graph's input is not ${input.dtype}`);
  }
  const [height, width] = input.size;
  const expected = input.layout === 'NHWC' ? [null, height, width, channels] : [null, channels, height, width];
  if (!dimsAgree(found.dims, expected)) {
    const shape = found.dims.map((dim) => dim ?? '?').join(', ');
    throw new ModelError('SHAPE_MISMATCH', `${field}.size`, `the graph's input is [${shape}]`);
  }
}

function checkOutputs(outputs: readonly TensorSignature[], spec: GraphSpec, field: string): void {
  for (const [i, { name, width }] of spec.outputs.entries()) {
    const found = outputs.find((output) => output.name === name);
    if (!found) throw new ModelError('SHAPE_MISMATCH', `${field}.${i}.name`, `the graph has no output ${name}`);
    if (found.elementType !== ELEMENT.float32 || !dimsAgree(found.dims, [null, width])) {
      const shape = found.dims.map((dim) => dim ?? '?').join(', ');
      throw new ModelError('SHAPE_MISMATCH', `${field}.${i}.width`, `the graph's output ${name} is [${shape}]`);
    }
  }
}

/** A size that the graph leaves free agrees with anything; the batch size (null) agrees with 1 or free. */
function dimsAgree(found: readonly (number | null)[], expected: readonly (number | null)[]): boolean {
  return found.length === expected.length && found.every((dim, i) => dim === null || dim === (expected[i] ?? 1));
}

function checkHash(bytes: Buffer, expected: string, field: string): void {
  if (createHash('sha256').update(bytes).digest('hex') !== expected) {
    throw new ModelError('HASH_MISMATCH', field, 'the file is not the one that the manifest describes');
  }
}

/** Links are refused: what the manifest names must lie in the folder itself. */
async function readPlainFile(folder: string, file: string, field: string, maxBytes: number): Promise<Buffer> {
  const path = join(folder, file);
  const stat = await lstat(path).catch(() => null);
  if (!stat) throw new ModelError('MISSING_FILE', field, `${file} is not in the model folder`);
  if (!stat.isFile()) throw new ModelError('MISSING_FILE', field, `${file} is not a plain file`);
  if (stat.size > maxBytes) throw new ModelError('MISSING_FILE', field, `${file} is too large`);
  return readFile(path);
}
