import onnxProto from 'onnx-proto';
import { execFileSync } from 'node:child_process';
import { link, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { OnnxGraph } from '../architectures/onnx-graph.ts';
import { ModelError } from '../errors.ts';
import { handMadeManifest, meanRowGraph, scratchFolder, sha256, writeHandMadeModel } from '../hand-made.fixture.ts';
import { type Manifest } from './manifest.ts';
import { verifyModel } from './verify-model.ts';

const { onnx } = onnxProto;
let folder: string;

beforeEach(async () => {
  folder = await scratchFolder();
});

/**
 * Does in this process what `loadModel` does in a process of its own: a table of faults does not need a hundred
 * processes.
 */
const verify = () => verifyModel(folder, () => undefined);

async function refusal(): Promise<{ code: string; field: string }> {
  const error: unknown = await verify().then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ModelError);
  const { code, field, message } = error as ModelError;
  expect(message).not.toContain(folder);
  expect(message.startsWith(`${field}: `)).toBe(true);
  expect(message.startsWith(`${field}: ${field}: `)).toBe(false);
  return { code, field };
}

test('one synthetic graph makes the pair synthetic', async () => {
  await writeHandMadeModel(folder, (manifest) => {
    manifest.graphs.features.weights = 'synthetic';
    return manifest;
  });
  expect((await verify()).weights).toBe('synthetic');
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
    ['a family with a path', 'line', (m) => ({ ...m, line: '../haim' })],
    ['patches of a gigabyte', 'patch.px', (m) => ({ ...m, patch: { ...m.patch, px: 1 << 20 } })],
    [
      'an input of a gigabyte',
      'graphs.features.input.size.0',
      (m) => {
        m.graphs.features.input.size = [1 << 20, 8];
        return m;
      },
    ],
    [
      'a bag of a gigabyte',
      'bag.resize.height',
      (m) => ({ ...m, bag: { ...m.bag, resize: { ...m.bag.resize, height: 1 << 20 } } }),
    ],
    [
      'an output of a gigabyte',
      'graphs.features.outputs.0.width',
      (m) => {
        Object.assign(m.graphs.features.outputs[0]!, { width: 1 << 28 });
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

  test('a manifest that is not JSON is refused', async () => {
    await writeFile(join(folder, 'manifest.json'), '{');
    expect(await refusal()).toEqual({ code: 'MANIFEST_INVALID', field: 'manifest' });
  });
});

describe('files', () => {
  test('a missing manifest or graph is refused', async () => {
    expect(await refusal()).toEqual({ code: 'MISSING_FILE', field: 'manifest' });
    await writeHandMadeModel(folder);
    await rm(join(folder, 'head.onnx'));
    expect(await refusal()).toEqual({ code: 'MISSING_FILE', field: 'graphs.head.file' });
  });

  test('one changed byte is noticed', async () => {
    await writeHandMadeModel(folder);
    const bytes = await readFile(join(folder, 'features.onnx'));
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(join(folder, 'features.onnx'), bytes);
    expect(await refusal()).toEqual({ code: 'HASH_MISMATCH', field: 'graphs.features.sha256' });
  });

  test('a symbolic link to a file elsewhere is refused', async () => {
    const elsewhere = await scratchFolder();
    await writeHandMadeModel(folder);
    await link(join(folder, 'head.onnx'), join(elsewhere, 'secret'));
    await rm(join(folder, 'head.onnx'));
    await symlink(join(elsewhere, 'secret'), join(folder, 'head.onnx'));
    expect(await refusal()).toEqual({ code: 'MISSING_FILE', field: 'graphs.head.file' });
  });
});

describe('what is not a plain file is refused', () => {
  test('a manifest that is a link', async () => {
    await writeHandMadeModel(folder);
    const elsewhere = join(await scratchFolder(), 'manifest.json');
    await rename(join(folder, 'manifest.json'), elsewhere);
    await symlink(elsewhere, join(folder, 'manifest.json'));
    expect(await refusal()).toEqual({ code: 'MISSING_FILE', field: 'manifest' });
  });

  test.skipIf(process.platform === 'win32')('a pipe, which would wait forever', async () => {
    await writeHandMadeModel(folder);
    await rm(join(folder, 'head.onnx'));
    execFileSync('mkfifo', [join(folder, 'head.onnx')]);
    expect(await refusal()).toEqual({ code: 'MISSING_FILE', field: 'graphs.head.file' });
  });

  test('a manifest of more than a megabyte', async () => {
    await writeFile(join(folder, 'manifest.json'), `{"id": "${'x'.repeat(1_100_000)}"}`);
    expect(await refusal()).toEqual({ code: 'MISSING_FILE', field: 'manifest' });
  });
});

describe('graphs that disagree with the manifest', () => {
  const changes: [string, string, (manifest: Manifest) => unknown][] = [
    ['another input name', 'graphs.features.input.name', (m) => (m.graphs.features.input.name = 'image')],
    ['another input size', 'graphs.features.input.size', (m) => (m.graphs.features.input.size = [9, 8])],
    ['another layout', 'graphs.features.input.size', (m) => (m.graphs.features.input.layout = 'NCHW')],
    ['another dtype', 'graphs.features.input.dtype', (m) => (m.graphs.features.input.dtype = 'float32')],
    ['another output name', 'graphs.features.outputs.0.name', (m) => (m.graphs.features.outputs[0]!.name = 'x')],
    [
      'another width',
      'graphs.features.outputs.0.width',
      (m) => Object.assign(m.graphs.features.outputs[0]!, { width: 2048 }),
    ],
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
  const cut = () => {
    const whole = meanRowGraph().toBytes();
    return whole.slice(0, Math.floor(whole.length / 2));
  };
  const branches = (depth: number) => {
    const type = onnx.AttributeProto.AttributeType.GRAPH;
    let graph: onnxProto.onnx.IGraphProto = { name: 'leaf' };
    for (let i = 0; i < depth; i++) {
      graph = {
        name: 'g',
        node: [{ opType: 'If', output: ['z'], attribute: [{ name: 'then_branch', g: graph, type }] }],
      };
    }
    return graph;
  };
  const crafted: [string, () => Uint8Array][] = [
    ['a file that was cut off', cut],
    ['an opset that the runtime does not know yet', () => headWith((model) => (model.opsetImport[0]!.version = 99))],
    ['an opset from before ONNX 1.2', () => headWith((model) => (model.opsetImport[0]!.version = 6))],
    ['no opset', () => headWith((model) => (model.opsetImport = []))],
    [
      'two opsets of the same operators',
      () =>
        headWith((model) => model.opsetImport.push(onnx.OperatorSetIdProto.create({ domain: 'ai.onnx', version: 17 }))),
    ],
    ['a form of the future', () => headWith((model) => (model.irVersion = 99))],
    [
      'a function that stands in for an operator',
      () => headWith((model) => model.functions.push(onnx.FunctionProto.create({ name: 'Gemm', domain: '' }))),
    ],
    [
      'training steps',
      () => headWith((model) => model.trainingInfo.push(onnx.TrainingInfoProto.create({ algorithm: { name: 'a' } }))),
    ],
    [
      'branches in branches',
      () => headWith((model) => (model.graph!.node![0]!.attribute = branches(20).node![0]!.attribute!)),
    ],
    [
      'sparse weights',
      () => headWith((model) => (model.graph!.sparseInitializer = [onnx.SparseTensorProto.create({ dims: [2, 2] })])),
    ],
    [
      'an input of impossible size',
      () => headWith((model) => (model.graph!.initializer![0]!.dims = [2 ** 40, 2 ** 40])),
    ],
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

  test('external data in the folder that the manifest does not list is refused', async () => {
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
    expect((await verify()).id).toBe('by-hand');
    await writeHandMadeModel(folder, listed(sha256('other')), { head });
    expect(await refusal()).toEqual({ code: 'HASH_MISMATCH', field: 'graphs.head.externalFiles.0.sha256' });
  });

  describe('external data', () => {
    const placed = (entries: Record<string, string>) =>
      headWith((model) => {
        const tensor = model.graph!.initializer![0]!;
        tensor.dataLocation = onnx.TensorProto.DataLocation.EXTERNAL;
        const all = Object.entries({ location: 'weights.bin', ...entries });
        tensor.externalData = all.map(([key, value]) => ({ key, value }));
        tensor.rawData = new Uint8Array(0);
      });
    const bytes = Buffer.alloc(32, 1);
    const write = async (head: Uint8Array) => {
      await writeFile(join(folder, 'weights.bin'), bytes);
      await writeHandMadeModel(
        folder,
        (manifest) => {
          manifest.graphs.head.externalFiles = [{ file: 'weights.bin', sha256: sha256(bytes) }];
          return manifest;
        },
        { head },
      );
    };

    test('is accepted in its place', async () => {
      await write(placed({ offset: '8', length: '24' }));
      expect((await verify()).id).toBe('by-hand');
    });

    test.each([
      ['beyond the end of the file', { offset: '16', length: '24' }, 'graphs.head.externalFiles.0.file'],
      ['of another length than the shape', { length: '32' }, 'graphs.head.file'],
      ['at a negative place', { offset: '-8' }, 'graphs.head.file'],
      ['at no number', { offset: '1e3' }, 'graphs.head.file'],
    ])('%s', async (_, entries, field) => {
      await write(placed(entries));
      expect(await refusal()).toEqual({ code: 'GRAPH_REFUSED', field });
    });

    test('is refused in a link to a file elsewhere', async () => {
      await write(placed({ length: '24' }));
      const elsewhere = join(await scratchFolder(), 'weights.bin');
      await rename(join(folder, 'weights.bin'), elsewhere);
      await symlink(elsewhere, join(folder, 'weights.bin'));
      expect(await refusal()).toEqual({ code: 'MISSING_FILE', field: 'graphs.head.externalFiles.0.file' });
    });
  });

  test('a graph with two inputs is refused', async () => {
    const graph = new OnnxGraph('two');
    graph.input('input', 'float32', ['batch', 1, 2, 3]);
    graph.input('second', 'float32', [1]);
    graph.output('logits', 'float32', ['batch', 2]);
    await writeHandMadeModel(folder, undefined, { head: graph.toBytes() });
    expect(await refusal()).toEqual({ code: 'SHAPE_MISMATCH', field: 'graphs.head.input.name' });
  });
});

test('the hand-made manifest is valid', () => {
  expect(handMadeManifest(new Uint8Array(1), new Uint8Array(2)).graphs.features.sha256).toBe(sha256(new Uint8Array(1)));
});
