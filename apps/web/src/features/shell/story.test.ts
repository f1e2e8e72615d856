import { describe, expect, it } from 'vitest';
import { addressOfPage, addressOfStop, stopAfter, stopOf, story } from './story.ts';

describe('a presentation', () => {
  it('is named by the number of its stop, and by nothing else', () => {
    expect(['1', String(story.length)].map(stopOf)).toEqual([1, story.length]);
    expect([null, '', '0', '1.5', 'x', String(story.length + 1)].map(stopOf)).toEqual(Array(6).fill(null));
  });

  it('goes by keys from its first stop to its last, and not beyond', () => {
    expect(['ArrowRight', 'PageDown', ' '].map((key) => stopAfter(1, key))).toEqual([2, 2, 2]);
    expect(['ArrowLeft', 'Home', 'End', 'a'].map((key) => stopAfter(2, key))).toEqual([1, 1, story.length, null]);
    expect([stopAfter(1, 'ArrowLeft'), stopAfter(story.length, 'ArrowRight')]).toEqual([null, null]);
  });

  it('keeps the selection and the snapshot where they count, and leaves by the address of the page', () => {
    const given = new URLSearchParams('f=arm:HTI&snapshot=s&xmax=24&present=2');
    expect(addressOfStop('A B', 3, given)).toBe('/studies/A%20B/survival?ep=OS&f=arm%3AHTI&snapshot=s&present=3');
    expect(addressOfStop('S', 1, given)).toBe('/studies/S/progress?present=1');
    expect(addressOfPage('/studies/S/survival', given)).toBe('/studies/S/survival?f=arm%3AHTI&snapshot=s&xmax=24');
    expect(addressOfPage('/studies/S/progress', new URLSearchParams('present=1'))).toBe('/studies/S/progress');
  });
});
