import { describe, expect, it } from 'vitest';
import { learningPicture } from './learning-curve-chart-data.ts';

const row = (epoch: number, trainingLoss: number, tuningLoss: number) => ({ epoch, trainingLoss, tuningLoss });

describe('axes of a learning curve', () => {
  it('show epochs in powers of ten, up to the requested number', () => {
    expect(learningPicture([row(1, 0.7, 0.7)], 3000, null).epochTicks).toEqual([1, 10, 100, 1000, 3000]);
    expect(learningPicture([row(1, 0.7, 0.7)], 1000, null).epochTicks).toEqual([1, 10, 100, 1000]);
    expect(learningPicture([row(1, 0.7, 0.7)], 1, null)).toMatchObject({ epochTicks: [1, 2], lastEpoch: 2 });
  });

  it('show losses from zero to beyond the largest', () => {
    expect(learningPicture([row(1, 0.69, 0.71), row(2, 0.4, 1.32)], 100, 1)).toMatchObject({
      lossTicks: [0, 0.5, 1, 1.5],
      mostLoss: 1.5,
      bestEpoch: 1,
    });
    expect(learningPicture([row(1, 0, 0)], 100, 1).mostLoss).toBeGreaterThan(0);
  });
});
