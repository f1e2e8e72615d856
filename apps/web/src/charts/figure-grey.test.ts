// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { greyOf, makeGrey } from './figure-grey.ts';

describe('greyOf', () => {
  // By hand: the luminance of #0072B2 is 0.2126·0 + 0.7152·0.1683 + 0.0722·0.4452 = 0.1525; of #D55E00 0.2126·0.6654
  // + 0.7152·0.1119 = 0.2215; encoded 0.4269 and 0.5080 of 255.
  it('keeps the luminance of a colour', () => {
    expect(greyOf('#0072B2')).toBe('#6d6d6d');
    expect(greyOf('#D55E00')).toBe('#828282');
    expect(greyOf('rgb(213, 94, 0)')).toBe('#828282');
    expect(['#ffffff', '#FFF', '#000000'].map(greyOf)).toEqual(['#ffffff', '#ffffff', '#000000']);
  });

  it('keeps opacity, and what is not a colour', () => {
    expect(greyOf('#0072b280')).toBe('#6d6d6d80');
    expect(['none', 'url(#hatch)', 'currentColor'].map(greyOf)).toEqual(['none', 'url(#hatch)', 'currentColor']);
  });
});

it('makeGrey reaches attributes and styles of every element', () => {
  document.body.innerHTML =
    '<svg fill="#0072B2"><path stroke="#D55E00" fill="none"/><text style="font-size: 12px; fill: #0072B2">a</text></svg>';
  const svg = document.querySelector('svg')!;
  makeGrey(svg);
  expect(svg.getAttribute('fill')).toBe('#6d6d6d');
  expect(svg.querySelector('path')!.outerHTML).toContain('stroke="#828282" fill="none"');
  expect(svg.querySelector('text')!.getAttribute('style')).toBe('font-size: 12px; fill: #6d6d6d');
});
