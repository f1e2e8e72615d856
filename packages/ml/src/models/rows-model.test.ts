import { beforeEach, describe, expect, test } from 'vitest';
import { OnnxGraph } from '../architectures/onnx-graph.ts';
import { ModelError } from '../errors.ts';
import { scratchFolder, writeHandMadeModel } from '../hand-made.fixture.ts';
import { type RowsHeadOptions, rowTokensGraph, writeRowsModel } from '../rows-model.fixture.ts';
import { type Manifest } from './manifest.ts';
import { verifyModel } from './verify-model.ts';

let folder: string;

beforeEach(async () => {
  folder = await scratchFolder();
});

const verify = () => verifyModel(folder, () => undefined);

async function refusal(): Promise<{ code: string; field: string; text: string }> {
  const error: unknown = await verify().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ModelError);
  const { code, field, message } = error as ModelError;
  return { code, field, text: message.slice(field.length + 2) };
}

/** Changes anything in a manifest, also to what its type forbids. */
const put = (manifest: Manifest, path: string, value: unknown): Manifest => {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  // oxlint-disable-next-line typescript/no-explicit-any -- a path leads anywhere
  const parent = keys.reduce<any>((found, key) => found[key], manifest);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return manifest;
};

test.each([
  ['rows of [n, d] and two logits', {}],
  ['rows of [1, n, d]', { layout: '1ND' }],
  ['one logit', { logits: 1 }],
  ['an attention of shares', { values: 'shares' }],
] as [string, RowsHeadOptions][])('a head with %s is loaded', async (_, head) => {
  await writeRowsModel(folder, head);
  expect(await verify()).toMatchObject({ featureWidth: 3, head: { freeBatch: false } });
});

test('a head of four classes is loaded with their names', async () => {
  const classes = ['CR', 'PR', 'SD', 'PD'];
  await writeRowsModel(folder, { logits: 4 }, (m) => ({ ...m, classes, positiveClass: 'PD' }));
  expect((await verify()).manifest.classes).toEqual(classes);
});

test('a class token with the mean of the others is twice as wide as a token', async () => {
  const take = { what: 'tokenAndMean', token: 0, skip: 1 } as const;
  await writeHandMadeModel(
    folder,
    (m) => {
      m.graphs.features.outputs = [{ meaning: 'features', name: 'features', width: 3, take }];
      return m;
    },
    { features: rowTokensGraph() },
  );
  expect((await verify()).featureWidth).toBe(6);
});

describe('parts of a manifest that contradict each other', () => {
  const image = { height: 2, width: 3, method: 'bilinear', antialias: true };
  const attention = { meaning: 'attention', name: 'attention', axes: ['1', 'n'], values: 'scores' };
  const logits = { meaning: 'logits', name: 'logits', width: 2 };
  const cases: [string, string, string, unknown][] = [
    ['a bag image for rows', 'bag.resize', 'bag.resize', image],
    ['channels for rows', 'bag.channels', 'bag.channels', 3],
    ['bytes for rows', 'graphs.head.input.dtype', 'graphs.head.input.dtype', 'uint8'],
    ['no rows at most', 'graphs.head.input.maxRows', 'graphs.head.input.maxRows', 0],
    ['a layout of nothing', 'graphs.head.input.layout', 'graphs.head.input.layout', 'DN'],
    ['three classes for two logits', 'graphs.head.outputs.0.width', 'classes', ['CR/PR', 'SD/PD', 'SD']],
    ['a class named twice', 'classes', 'classes', ['SD/PD', 'SD/PD']],
    ['one class', 'classes', 'classes', ['SD/PD']],
    ['an attention without patches', 'graphs.head.outputs.1.axes', 'graphs.head.outputs.1.axes', ['1', '1']],
    ['an attention of two axes of patches', 'graphs.head.outputs.1.axes', 'graphs.head.outputs.1.axes', ['n', 'n']],
    ['an attention of unknown values', 'graphs.head.outputs.1.values', 'graphs.head.outputs.1.values', 'ranks'],
    ['two attentions', 'graphs.head.outputs.2.meaning', 'graphs.head.outputs', [logits, attention, attention]],
    ['no logits', 'graphs.head.outputs', 'graphs.head.outputs', [attention]],
    ['attention of the features', 'graphs.features.outputs.1.meaning', 'graphs.features.outputs.1', attention],
    ['crops larger than the patch', 'patch.crops.px', 'patch.crops', { perSide: 2, px: 9 }],
    ['no crop', 'patch.crops.perSide', 'patch.crops', { perSide: 0, px: 4 }],
    ['an unknown way to a vector', 'graphs.features.outputs.0.take.what', 'graphs.features.outputs.0.take', { what: 'max' }],
  ]; // prettier-ignore
  test.each(cases)('%s', async (_, field, path, value) => {
    await writeRowsModel(folder, {}, (m) => put(m, path, value));
    expect(await refusal()).toMatchObject({ code: 'MANIFEST_INVALID', field });
  });

  test('a single logit for three classes', async () => {
    await writeRowsModel(folder, { logits: 1 }, (m) => put(m, 'classes', ['CR/PR', 'SD/PD', 'SD']));
    expect(await refusal()).toMatchObject({ code: 'MANIFEST_INVALID', field: 'classes' });
  });

  test.each(['bag.resize', 'bag.channels'])('%s is missing for a head that takes an image', async (field) => {
    await writeHandMadeModel(folder, (m) => put(m, field, undefined));
    expect(await refusal()).toMatchObject({ code: 'MANIFEST_INVALID', field });
  });

  test('attention of a head that takes an image', async () => {
    await writeHandMadeModel(folder, (m) => put(m, 'graphs.head.outputs.1', attention));
    expect(await refusal()).toMatchObject({ code: 'MANIFEST_INVALID', field: 'graphs.head.outputs.1.meaning' });
  });
});

describe('a graph that disagrees says what it has and what the manifest says', () => {
  const cases: [string, RowsHeadOptions, (m: Manifest) => unknown, string, string][] = [
    ['rows of another rank', { layout: '1ND' }, (m) => put(m, 'graphs.head.input.layout', 'ND'), 'graphs.head.input.layout', "the graph's input is [1, ?, 3], the manifest says [n, 3]"],
    ['a fixed number of rows', { rows: 50 }, (m) => m, 'graphs.head.input.layout', "the graph's input is [50, 3], the manifest says [n, 3]: its number of rows is fixed at 50; export it with that axis dynamic"],
    ['another number of logits', { logits: 1 }, (m) => put(m, 'graphs.head.outputs.0.width', 2), 'graphs.head.outputs.0.width', "the graph's output logits is [1, 1], the manifest says [1 or ?, 2] or [2]"],
    ['another order of axes', {}, (m) => put(m, 'graphs.head.outputs.1.axes', ['n', '1']), 'graphs.head.outputs.1.axes', "the graph's output attention is [1, ?], the manifest says [n, 1 or ?]"],
    ['an attention for each class', {}, (m) => put(m, 'graphs.head.outputs.1.axes', ['classes', 'n']), 'graphs.head.outputs.1.axes', "the graph's output attention is [1, ?], the manifest says [2, n]"],
    ['an attention of another name', {}, (m) => put(m, 'graphs.head.outputs.1.name', 'A'), 'graphs.head.outputs.1.name', 'the graph has no output A; it has: logits, attention'],
    ['features of another form', {}, (m) => put(m, 'graphs.features.outputs.0.take', { what: 'token', token: 0 }), 'graphs.features.outputs.0.width', "the graph's output features is [?, 3], the manifest says [1 or ?, ?, 3]"],
  ]; // prettier-ignore
  test.each(cases)('%s', async (_, head, change, field, text) => {
    await writeRowsModel(folder, head, change);
    expect(await refusal()).toEqual({ code: 'SHAPE_MISMATCH', field, text });
  });

  test.each([
    [
      { what: 'token', token: 8 },
      'token',
      "the graph's output features has 8 tokens, the manifest takes number 8, from 0",
    ],
    [{ what: 'meanOfTokens', skip: 8 }, 'skip', "the graph's output features has 8 tokens, the manifest skips 8"],
  ])('tokens that the graph does not have: %j', async (take, field, text) => {
    await writeRowsModel(folder, {}, (m) => put(m, 'graphs.features.outputs.0.take', take), rowTokensGraph());
    expect(await refusal()).toEqual({ code: 'SHAPE_MISMATCH', field: `graphs.features.outputs.0.take.${field}`, text });
  });

  test('half precision at the doors of a graph', async () => {
    const graph = new OnnxGraph('half');
    graph.input('input', 'uint8', ['batch', 8, 8, 3]);
    const mean = graph.node('ReduceMean', [graph.node('Cast', ['input'], { to: 1 })], { axes: [1, 2], keepdims: 0 });
    graph.node('Cast', [mean], { to: 10 }, 'features');
    graph.output('features', 'float16', ['batch', 3]);
    await writeHandMadeModel(folder, undefined, { features: graph.toBytes() });
    const text = "the graph's output features is float16; export it as float32";
    expect(await refusal()).toEqual({ code: 'SHAPE_MISMATCH', field: 'graphs.features.outputs.0.width', text });
  });

  test('an image where the manifest says rows', async () => {
    await writeHandMadeModel(folder, (m) => {
      const { channels: _, resize: __, ...bag } = m.bag;
      const head = { ...m.graphs.head, input: { name: 'input', layout: 'ND', dtype: 'float32' } };
      return { ...m, bag, graphs: { ...m.graphs, head } };
    });
    const text = "the graph's input is [?, 1, 2, 3], the manifest says [n, 3]";
    expect(await refusal()).toEqual({ code: 'SHAPE_MISMATCH', field: 'graphs.head.input.layout', text });
  });
});
