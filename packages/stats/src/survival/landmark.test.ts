import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { landmark } from './landmark.ts';

describe('landmark', () => {
  const subject = (days: number, exposedAtDays: number | null) => ({ days, event: true, exposedAtDays });

  it('needs follow-up past the landmark and exposure by it', () => {
    const split = landmark([subject(30, null), subject(40, 30), subject(50, 31), subject(60, null)], 30);
    expect(split).toMatchObject({ n: 3, excluded: 1, exposedIndices: [1], unexposedIndices: [2, 3] });
    expect(split.exposed).toEqual([{ days: 10, event: true }]);
    expect(() => landmark([], -1)).toThrow(StatsInputError);
    expect(landmark([], 5).warnings).toEqual([statement('landmarkGroupEmpty')]);
  });
});
