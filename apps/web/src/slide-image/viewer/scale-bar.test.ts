import { describe, expect, it } from 'vitest';
import { objectiveOf, scaleBar, zoomOfMagnification } from './scale-bar.ts';

describe('scaleBar', () => {
  it('picks the longest round length that fits', () => {
    // 0.5 µm per pixel, one to one, 120 px of room = 60 µm: 50 µm is 100 px.
    expect(scaleBar(0.5, 1, 120)).toEqual({ lengthPx: 100, label: '50 µm' });
    // Ten image pixels to a screen pixel: 600 µm of room, 500 µm is 100 px.
    expect(scaleBar(0.5, 10, 120)).toEqual({ lengthPx: 100, label: '500 µm' });
    // 0.25 µm, 40 to one: 10 µm a screen pixel, 1,200 µm of room: 1 mm is 100 px.
    expect(scaleBar(0.25, 40, 120)).toEqual({ lengthPx: 100, label: '1 mm' });
    // Two screen pixels to an image pixel of 0.2 µm: 12 µm of room, 10 µm is 100 px.
    expect(scaleBar(0.2, 0.5, 120)?.label).toBe('10 µm');
  });

  it('has the stated length on the screen at any zoom', () => {
    for (const zoom of [0.01, 0.3, 1, 7, 123]) {
      const bar = scaleBar(0.499, zoom, 140);
      const [value, unit] = (bar?.label ?? '').split(' ');
      const microns = Number(value) * (unit === 'mm' ? 1000 : 1);
      expect((bar?.lengthPx ?? 0) * zoom * 0.499).toBeCloseTo(microns, 6);
      expect(bar?.lengthPx).toBeLessThanOrEqual(140);
      expect(bar?.lengthPx).toBeGreaterThan(140 / 2.5 - 1e-9);
    }
  });

  it('is null if the file does not state the scale', () => {
    expect(scaleBar(null, 1, 120)).toBeNull();
    expect(scaleBar(0, 1, 120)).toBeNull();
  });
});

describe('objectiveOf', () => {
  it('prefers the power that the file states', () => {
    expect(objectiveOf(20, 0.499)).toEqual({ power: 20, isStated: true });
  });

  it('derives it from the scale if the file does not state it, and marks it as derived', () => {
    expect(objectiveOf(null, 0.25)).toEqual({ power: 40, isStated: false });
    expect(objectiveOf(null, 0.5)).toEqual({ power: 20, isStated: false });
  });

  it('is null if both are unknown', () => {
    expect(objectiveOf(null, null)).toBeNull();
  });
});

describe('zoomOfMagnification', () => {
  it('is one to one at the objective’s own power', () => {
    expect(zoomOfMagnification(20, { power: 20, isStated: true })).toBe(1);
    expect(zoomOfMagnification(5, { power: 40, isStated: true })).toBe(0.125);
    expect(zoomOfMagnification(40, { power: 20, isStated: false })).toBe(2);
  });
});
