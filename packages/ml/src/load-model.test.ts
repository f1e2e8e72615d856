import onnxProto from 'onnx-proto';
import { link, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { OnnxGraph } from './architectures/onnx-graph.ts';
import { ModelError } from './errors.ts';
import {
  handMadeManifest,
  meanColourGraph,
  meanRowGraph,
  scratchFolder,
  sha256,
  writeHandMadeModel,
} from './hand-made-fixtures.ts';
import { loadModel } from './load-model.ts';
import { type Manifest } from './manifest.ts';

vi.setConfig({ testTimeout: 30_000 }); // the machine may be busy

const { onnx } = onnxProto;
let folder: string;

beforeEach(async () => {
  folder = await scratchFolder();
});

async function refusal(): Promise<{ code: string; field: string }> {
  const error: unknown = await loadModel(folder).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ModelError);
  const { code, field, message } = error as ModelError;
  expect(message).not.toContain(folder);
  return { code, field };
}

test('a model whose parts agree', async () => {
  await writeHandMadeModel(folder);
  const model = await loadModel(folder);
  const lines = `features ${sha256(meanColourGraph().toBytes())}\nhead ${sha256(meanRowGraph().toBytes())}`;
  expect(model).toMatchObject({ id: 'by-hand', featureWidth: 3, weights: 'trained', modelSha256: sha256(lines) });
  expect(model.manifestSha256).toBe(sha256(await readFile(join(folder, 'manifest.json'))));
});

test('one synthetic graph makes the pair synthetic', async () => {
  await writeHandMadeModel(folder, (manifest) => {
    manifest.graphs.features.weights = 'synthetic';
    return manifest;
  });
  expect((await loadModel(folder)).weights).toBe('synthetic');
});

describe('manifest faults name the field', () => {
  type Change = (manifest: Manifest) => unknown;
  const changes: [string, string, Change][] = [
    ['clinical use', 'clinicalUse', (m) => ({ ...m, clinicalUse: true })],
    ['an unknown field', 'colour', (m) => ({ ...m, colour: 'red' })],
    ['a positive class that is no class', 'positiveClass', (m) => ({ ...m, positiveClass: 'PD' })],
    ['a threshold above one', 'threshold.value', (m) => ({ ...m, threshold: { ...m.threshold, value: 1.2 } })],
    ['an even median', 'tissue.median', (m) => ({ ...m, tissue: { ...m.tissue, median: 4 } })],
    ['an id with a path', 'id', (m) => ({ ...m, id: '../haim' })],
    ['no threshold', 'threshold', ({ threshold: _, ...m }) => m],
    [
      'a file outside the folder',
      'graphs.head.file',
      (m) => ({ ...m, graphs: { ...m.graphs, head: { ...m.graphs.head, file: '../head.onnx' } } }),
    ],
    [
      'a bag of another size than the head takes',
      'graphs.head.input.size',
      (m) => ({ ...m, bag: { ...m.bag, resize: { ...m.bag.resize, width: 4 } } }),
    ],
    [
      'normalising bytes',
      'graphs.features.input.mean',
      (m) => {
        m.graphs.features.input.mean = [0, 0, 0];
        m.graphs.features.input.std = [1, 1, 1];
        return m;
      },
    ],
    [
      'weights that are neither of the three',
      'graphs.head.weights',
      (m) => ({ ...m, graphs: { ...m.graphs, head: { ...m.graphs.head, weights: 'guessed' } } }),
    ],
  ];

  test.each(changes)('%s', async (_, field, change) => {
    await writeHandMadeModel(folder, change);
    expect(await refusal()).toEqual({ code: 'MANIFEST_INVALID', field });
  });

  test('not JSON at all', async () => {
    await writeFile(join(folder, 'manifest.json'), '{');
    expect(await refusal()).toEqual({ code: 'MANIFEST_INVALID', field: 'manifest' });
  });
});

describe('files', () => {
  test('no manifest, no graph', async () => {
    expect(await refusal()).toEqual({ code: 'MISSING_FILE', field: 'manifest' });
    await writeHandMadeModel(folder);
    await rm(join(folder, 'head.onnx'));
    expect(await refusal()).toEqual({ code: 'MISSING_FILE', field: 'graphs.head.file' });
  });

  test('one changed byte', async () => {
    await writeHandMadeModel(folder);
    const bytes = await readFile(join(folder, 'features.onnx'));
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(join(folder, 'features.onnx'), bytes);
    expect(await refusal()).toEqual({ code: 'HASH_MISMATCH', field: 'graphs.features.sha256' });
  });

  test('a symbolic link to a file elsewhere', async () => {
    const elsewhere = await scratchFolder();
    await writeHandMadeModel(folder);
    await link(join(folder, 'head.onnx'), join(elsewhere, 'secret'));
    await rm(join(folder, 'head.onnx'));
    await symlink(join(elsewhere, 'secret'), join(folder, 'head.onnx'));
    expect(await refusal()).toEqual({ code: 'MISSING_FILE', field: 'graphs.head.file' });
  });
});

describe('graphs that disagree with the manifest', () => {
  const changes: [string, string, (manifest: Manifest) => void][] = [
    ['another input name', 'graphs.features.input.name', (m) => (m.graphs.features.input.name = 'image')],
    ['another input size', 'graphs.features.input.size', (m) => (m.graphs.features.input.size = [9, 8])],
    ['another layout', 'graphs.features.input.size', (m) => (m.graphs.features.input.layout = 'NCHW')],
    ['another dtype', 'graphs.features.input.dtype', (m) => (m.graphs.features.input.dtype = 'float32')],
    ['another output name', 'graphs.features.outputs.0.name', (m) => (m.graphs.features.outputs[0]!.name = 'x')],
    ['another width', 'graphs.features.outputs.0.width', (m) => (m.graphs.features.outputs[0]!.width = 2048)],
    ['three channels for one', 'graphs.head.input.size', (m) => (m.bag.channels = 3)],
  ];
  test.each(changes)('%s', async (_, field, change) => {
    await writeHandMadeModel(folder, (manifest) => {
      change(manifest);
      return manifest;
    });
    expect(await refusal()).toEqual({ code: 'SHAPE_MISMATCH', field });
  });
});

describe('crafted graphs', () => {
  const headWith = (change: (model: onnxProto.onnx.ModelProto) => void) => {
    const model = onnx.ModelProto.decode(meanRowGraph().toBytes());
    change(model);
    return onnx.ModelProto.encode(model).finish();
  };
  const external = (location: string) =>
    headWith((model) => {
      const tensor = model.graph!.initializer![0]!;
      tensor.dataLocation = onnx.TensorProto.DataLocation.EXTERNAL;
      tensor.externalData = [{ key: 'location', value: location }];
      tensor.rawData = new Uint8Array(0);
    });
  const crafted: [string, () => Uint8Array][] = [
    ['not ONNX', () => Buffer.from('not a graph at all, only text')],
    ['an empty file', () => new Uint8Array(0)],
    ['a parent folder', () => external('../../weights.bin')],
    ['an absolute path', () => external('/etc/passwd')],
    ['a Windows path', () => external('..\\weights.bin')],
    ['a subfolder', () => external('sub/weights.bin')],
    ['no location', () => external('')],
    ['a custom operator', () => headWith((model) => (model.graph!.node![0]!.domain = 'com.example'))],
    ['a huge tensor', () => headWith((model) => (model.graph!.initializer![0]!.dims = [1 << 30, 1 << 30, 64]))],
    ['too few bytes', () => headWith((model) => (model.graph!.initializer![0]!.dims = [2, 4]))],
    ['a negative size', () => headWith((model) => (model.graph!.initializer![0]!.dims = [-2, -3, -1]))],
    [
      'a custom operator inside a branch',
      () => {
        const branch = { name: 'b', node: [{ opType: 'Anything', domain: 'com.example', input: [], output: ['z'] }] };
        const type = onnx.AttributeProto.AttributeType.GRAPH;
        return headWith((model) => (model.graph!.node![0]!.attribute = [{ name: 'then_branch', g: branch, type }]));
      },
    ],
  ];
  test.each(crafted)('%s', async (_, head) => {
    await writeHandMadeModel(folder, undefined, { head: head() });
    expect(await refusal()).toEqual({ code: 'GRAPH_REFUSED', field: 'graphs.head.file' });
  });

  test('external data in the folder that the manifest does not list', async () => {
    await writeFile(join(folder, 'weights.bin'), Buffer.alloc(24));
    await writeHandMadeModel(folder, undefined, { head: external('weights.bin') });
    expect(await refusal()).toEqual({ code: 'GRAPH_REFUSED', field: 'graphs.head.externalFiles' });
  });

  test('external data that is listed is hashed too', async () => {
    const head = external('weights.bin');
    await writeFile(join(folder, 'weights.bin'), Buffer.alloc(24));
    const listed = (hash: string) => (manifest: Manifest) => {
      manifest.graphs.head.externalFiles = [{ file: 'weights.bin', sha256: hash }];
      return manifest;
    };
    await writeHandMadeModel(folder, listed(sha256(Buffer.alloc(24))), { head });
    expect((await loadModel(folder)).id).toBe('by-hand');
    await writeHandMadeModel(folder, listed(sha256('other')), { head });
    expect(await refusal()).toEqual({ code: 'HASH_MISMATCH', field: 'graphs.head.externalFiles.0.sha256' });
  });

  test('two inputs', async () => {
    const graph = new OnnxGraph('two');
    graph.input('input', 'float32', ['batch', 1, 2, 3]);
    graph.input('second', 'float32', [1]);
    graph.output('logits', 'float32', ['batch', 2]);
    await writeHandMadeModel(folder, undefined, { head: graph.toBytes() });
    expect(await refusal()).toEqual({ code: 'SHAPE_MISMATCH', field: 'graphs.head.input.name' });
  });
});

test('the hand-made manifest is a manifest', () => {
  expect(handMadeManifest(new Uint8Array(1), new Uint8Array(2)).graphs.features.sha256).toBe(sha256(new Uint8Array(1)));
});
