import { describe, expect, it } from 'vitest';
import { nearestVertex, rocVertices, vertexOfScore } from './roc-chart-vertices.ts';

/**
 * By hand: positives score 0.9, 0.6, 0.4; negatives 0.6, 0.2. At or above 0.9: 1 of 3 and 0 of 2;
 * at 0.6 the tie takes one of each: 2/3 and 1/2; at 0.4: 3/3 and 1/2; at 0.2: all.
 */
const byHand = {
  thresholds: [null, 0.9, 0.6, 0.4, 0.2],
  sensitivity: [0, 1 / 3, 2 / 3, 1, 1],
  specificity: [1, 1, 1 / 2, 1 / 2, 0],
};

describe('rocVertices', () => {
  it('keeps every vertex in order, from (0, 0) to (1, 1), with the tie as one diagonal', () => {
    expect(rocVertices(byHand)).toEqual([
      { x: 0, y: 0, threshold: null },
      { x: 0, y: 1 / 3, threshold: 0.9 },
      { x: 1 / 2, y: 2 / 3, threshold: 0.6 },
      { x: 1 / 2, y: 1, threshold: 0.4 },
      { x: 1, y: 1, threshold: 0.2 },
    ]);
  });

  it('refuses columns of different length', () => {
    expect(() => rocVertices({ ...byHand, sensitivity: [0, 1] })).toThrow(RangeError);
  });
});

describe('vertexOfScore', () => {
  const vertices = rocVertices(byHand);

  it('finds the threshold at which the case turns positive', () => {
    expect(vertexOfScore(vertices, 0.6)?.threshold).toBe(0.6);
    expect(vertexOfScore(vertices, 0.95)?.threshold).toBe(0.9);
    expect(vertexOfScore(vertices, 0.5)?.threshold).toBe(0.4);
  });

  it('is null for a score below every threshold of the curve', () => {
    expect(vertexOfScore(vertices, 0.1)).toBeNull();
  });
});

describe('nearestVertex', () => {
  it('measures in the unit square', () => {
    expect(nearestVertex(rocVertices(byHand), 0.45, 0.7)?.threshold).toBe(0.6);
    expect(nearestVertex([], 0.5, 0.5)).toBeNull();
  });
});
