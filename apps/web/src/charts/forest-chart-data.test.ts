import { describe, expect, it } from 'vitest';
import { axisOf, type ForestLine, shareOf, squareSide, ticksWithin } from './forest-chart-data.ts';

const line = (limits: readonly [number, number, number] | null): ForestLine => ({
  id: 'all',
  kind: 'all',
  name: 'All',
  sides: ['1/2', '3/4'],
  events: 4,
  ratio: limits && { lower: limits[0], estimate: limits[1], upper: limits[2] },
  ratioText: '',
  interaction: null,
  spoken: '',
});

describe('the axis of a forest', () => {
  it('reaches from the mark below the least limit to the mark above the greatest', () => {
    expect(axisOf([line([0.22, 0.4, 0.9]), line([0.6, 1.5, 4])])).toEqual({
      from: 0.2,
      to: 5,
      ticks: [0.2, 0.5, 1, 2, 5],
    });
  });

  it('is never narrower than a half to two, without any ratio too', () => {
    expect(axisOf([line([0.95, 1, 1.05])])).toMatchObject({ from: 0.5, to: 2 });
    expect(axisOf([line(null)])).toMatchObject({ from: 0.5, to: 2, ticks: [0.5, 1, 2] });
  });

  it('ends where one interval would crowd out the others', () => {
    expect(axisOf([line([0.001, 1, 900])])).toMatchObject({ from: 0.05, to: 20 });
  });

  it('has 1 in the middle of its logarithms, and what lies beyond at its ends', () => {
    const axis = axisOf([line([0.25, 1, 4])]);
    expect(axis).toMatchObject({ from: 0.2, to: 5 });
    expect(shareOf(1, axis)).toBeCloseTo(0.5, 12);
    expect([shareOf(0.01, axis), shareOf(100, axis), shareOf(0, axis)]).toEqual([0, 1, 0]);
  });
});

it('marks of an axis are as many as there is room for, 1 among them', () => {
  const axis = axisOf([line([0.06, 1, 4])]);
  expect(ticksWithin(axis, 400)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2, 5]);
  // At 0, 15, 30, 50, 65, 80 and 100 pixels: 26 are between two.
  expect(ticksWithin(axis, 100)).toEqual([0.05, 0.2, 1, 5]);
});

it('squares have areas that grow with the events', () => {
  expect(squareSide(100, 100)).toBe(13);
  expect(squareSide(25, 100)).toBe(8.5);
  expect(squareSide(0, 0)).toBe(4);
});
