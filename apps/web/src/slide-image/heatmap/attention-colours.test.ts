import { expect, it } from 'vitest';
import { attentionColour, attentionGradient } from './attention-colours.ts';

it('the colours of attention begin dark, end light and are interpolated between', () => {
  expect(attentionColour(0)).toBe('rgb(68, 1, 84)');
  expect(attentionColour(100)).toBe('rgb(253, 231, 37)');
  expect(attentionColour(250)).toBe(attentionColour(100));
  // Halfway between [68, 1, 84] and [59, 82, 139].
  expect(attentionColour(12.5)).toBe('rgb(64, 42, 112)');
  expect(attentionGradient()).toContain('rgb(33, 145, 140) 50%');
});

it('the colours of attention grow steadily lighter', () => {
  const linear = (c: number) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = (percentile: number) => {
    const [r, g, b] = attentionColour(percentile).match(/\d+/g)!.map(Number) as [number, number, number];
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  for (let at = 5; at <= 100; at += 5) expect(luminance(at)).toBeGreaterThan(luminance(at - 5));
});
