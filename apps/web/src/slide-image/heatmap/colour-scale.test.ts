import { describe, expect, it } from 'vitest';
import { colourOf, cssColour, cssGradient, type Rgb } from './colour-scale.ts';

const linear = (channel: number): number => {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};
/** Relative luminance as WCAG 2 defines it. */
const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const contrast = (a: Rgb, b: Rgb): number => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

/** What people without one kind of cone see, in linear light. Source: Machado, Oliveira & Fernandes 2009, severity 1. */
const blindness: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}; // prettier-ignore

describe('the colours of the scale', () => {
  it('are neutral in the middle and stop at the ends', () => {
    expect(colourOf(0)).toEqual([247, 247, 247]);
    expect(colourOf(7)).toEqual(colourOf(1));
    expect(colourOf(-7)).toEqual(colourOf(-1));
  });

  it('are interpolated between their neighbours', () => {
    // Halfway between [247, 247, 247] and [226, 128, 66].
    expect(colourOf(0.25)).toEqual([237, 188, 157]);
    expect(cssColour(0)).toBe('rgb(247, 247, 247)');
  });

  it('grow equally darker on both sides', () => {
    for (let step = 1; step <= 10; step++) {
      for (const sign of [-1, 1]) {
        expect(luminance(colourOf((sign * step) / 10))).toBeLessThan(luminance(colourOf((sign * (step - 1)) / 10)));
      }
      expect(contrast(colourOf(step / 10), colourOf(-step / 10))).toBeLessThan(1.35);
    }
  });

  it('have a contrast of 3 to 1 between the ends and the middle', () => {
    expect(contrast(colourOf(1), colourOf(0))).toBeGreaterThan(3);
    expect(contrast(colourOf(-1), colourOf(0))).toBeGreaterThan(3);
  });

  it.each(Object.entries(blindness))('keep their sides apart with %s', (_, matrix) => {
    const seen = (rgb: Rgb) => matrix.map((row) => row.reduce((sum, one, i) => sum + one * linear(rgb[i] ?? 0), 0));
    for (const share of [0.25, 0.5, 1]) {
      const [minus, plus] = [seen(colourOf(-share)), seen(colourOf(share))];
      // One side holds more blue than red, the other more red than blue: the hue itself remains.
      expect(Math.sign((minus[2] ?? 0) - (minus[0] ?? 0))).toBe(1);
      expect(Math.sign((plus[2] ?? 0) - (plus[0] ?? 0))).toBe(-1);
    }
  });

  it('form one gradient from end to end', () => {
    expect(cssGradient()).toMatch(
      /^linear-gradient\(to right, rgb\(5, 64, 124\) 0%, .* rgb\(247, 247, 247\) 50%, .* 100%\)$/,
    );
  });
});
