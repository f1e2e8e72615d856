import { describe, expect, test } from 'vitest';
import { handMadeManifest } from '../hand-made.fixture.ts';
import { type GraphOutput } from '../models/manifest.ts';
import { attentionShares } from './attention.ts';
import { rowsFrom } from './rows-from-output.ts';

type Attention = Extract<GraphOutput, { meaning: 'attention' }>;
const manifest = handMadeManifest(new Uint8Array(), new Uint8Array()); // CR/PR and SD/PD, which is the positive one
const output = (axes: Attention['axes'], values: Attention['values'] = 'scores'): Attention => ({
  meaning: 'attention',
  name: 'A',
  axes,
  values,
});
const found = (dims: number[], values: number[]) => ({ dims, values: Float32Array.from(values) });

describe('attention', () => {
  test('scores become shares by a softmax that large scores do not overflow', () => {
    const shares = attentionShares(found([1, 3], [1000, 1000 + Math.LN2, 1000]), output(['1', 'n']), 3, manifest);
    expect([...shares]).toEqual([expect.closeTo(0.25, 4), expect.closeTo(0.5, 4), expect.closeTo(0.25, 4)]);
  });

  test.each([
    [['classes', 'n'], [2, 2], [9, 9, 0, Math.log(3)]],
    [['n', 'classes'], [2, 2], [9, 0, 9, Math.log(3)]],
    [['1', 'classes', '1', 'n'], [1, 2, 1, 2], [9, 9, 0, Math.log(3)]],
  ] as [Attention['axes'], number[], number[]][])('of each class in the order %j, that of the positive one is taken', (axes, dims, values) => {
    const shares = attentionShares(found(dims, values), output(axes), 2, manifest);
    expect([...shares]).toEqual([expect.closeTo(0.25, 6), expect.closeTo(0.75, 6)]);
  }); // prettier-ignore

  test.each([
    ['another length than the bag', [1, 2], [0, 0], 'scores', 'came as [1, 2] for 3 patches; the manifest says [1, 3]'],
    ['another order of axes', [3, 1], [0, 0, 0], 'scores', 'came as [3, 1] for 3 patches; the manifest says [1, 3]'],
    ['a value that is not a number', [1, 3], [0, NaN, 0], 'scores', 'has a value that is not finite'],
    ['shares that add up to 2', [1, 3], [0.5, 0.5, 1], 'shares', 'is not shares: they add up to 2.000'],
    ['a negative share', [1, 3], [0.75, 0.75, -0.5], 'shares', 'is not shares'],
  ] as const)('%s is refused', (_, dims, values, kind, message) => {
    const read = () => attentionShares(found([...dims], [...values]), output(['1', 'n'], kind), 3, manifest);
    expect(read).toThrow(
      expect.objectContaining({ code: 'OUTPUT_REFUSED', message: expect.stringContaining(message) }),
    );
  });
});

describe('features of a run', () => {
  const features = { meaning: 'features', name: 'f', width: 2 } as const;
  test.each([
    ['one too few', [1, 1], [1], 'came as [1, 1] for 1 items; the manifest says 2 wide'],
    ['a sequence where a vector is expected', [1, 1, 2], [1, 2], 'came as [1, 1, 2] for 1 items'],
    ['an overflow', [1, 2], [1, Infinity], 'has a value that is not finite'],
  ] as const)('%s is refused', (_, dims, values, message) => {
    const read = () => rowsFrom(found([...dims], [...values]), features, 1);
    expect(read).toThrow(
      expect.objectContaining({ code: 'OUTPUT_REFUSED', message: expect.stringContaining(message) }),
    );
  });

  test('a token that did not come is refused by its number', () => {
    const output = { ...features, take: { what: 'token', token: 4 } } as const;
    expect(() => rowsFrom(found([1, 2, 2], [1, 2, 3, 4]), output, 1)).toThrow(
      'has 2 tokens; the manifest takes number 4',
    );
  });

  test('class token and the mean of the patch tokens follow each other', () => {
    const output = { ...features, take: { what: 'tokenAndMean', token: 0, skip: 1 } } as const;
    expect([...rowsFrom(found([1, 3, 2], [1, 2, 3, 4, 5, 8]), output, 1)]).toEqual([1, 2, 4, 6]);
  });
});
