import { describe, expect, it } from 'vitest';
import { nearestVertex, rocVertices, vertexOfScore } from './roc-chart-vertices.ts';

/**
 * By hand: positives score 0.9, 0.6, 0.4; negatives 0.6, 0.2; thresholds lie midway between neighbouring scores.
 * From 0.75: 1 of 3 and 0 of 2; from 0.5 the tie took one of each: 2/3 and 1/2; from 0.3: 3/3 and 1/2; then all.
 */
const byHand = {
  thresholds: [null, 0.75, 0.5, 0.3, null],
  sensitivity: [0, 1 / 3, 2 / 3, 1, 1],
  specificity: [1, 1, 1 / 2, 1 / 2, 0],
};

describe('rocVertices', () => {
  it('keeps every vertex in order, from (0, 0) to (1, 1), with the tie as one diagonal', () => {
    expect(rocVertices(byHand)).toEqual([
      { x: 0, y: 0, threshold: null },
      { x: 0, y: 1 / 3, threshold: 0.75 },
      { x: 1 / 2, y: 2 / 3, threshold: 0.5 },
      { x: 1 / 2, y: 1, threshold: 0.3 },
      { x: 1, y: 1, threshold: null },
    ]);
  });

  it('refuses columns of different lengths', () => {
    expect(() => rocVertices({ ...byHand, sensitivity: [0, 1] })).toThrow(RangeError);
  });
});

describe('vertexOfScore', () => {
  const vertices = rocVertices(byHand);

  it('finds the vertex at which the case turns positive', () => {
    expect(vertexOfScore(vertices, 0.9)).toBe(vertices[1]);
    expect(vertexOfScore(vertices, 0.6)).toBe(vertices[2]);
    expect(vertexOfScore(vertices, 0.4)).toBe(vertices[3]);
  });

  it('is the corner where all cases are positive for the lowest score', () => {
    expect(vertexOfScore(vertices, 0.2)).toBe(vertices[4]);
    expect(vertexOfScore([], 0.2)).toBeNull();
  });
});

describe('nearestVertex', () => {
  it('measures distance in the unit square', () => {
    expect(nearestVertex(rocVertices(byHand), 0.45, 0.7)?.threshold).toBe(0.5);
    expect(nearestVertex([], 0.5, 0.5)).toBeNull();
  });
});
