import { describe, expect, it } from 'vitest';
import { backPlace } from './back-place.ts';

describe('backPlace', () => {
  it('is the page the reader came from, with its settings', () => {
    expect(backPlace('models?cell=fn&set=external')).toEqual({
      page: 'models',
      address: 'models?cell=fn&set=external',
    });
    expect(backPlace('slides?q=SYN-0013')).toEqual({ page: 'slides', address: 'slides?q=SYN-0013' });
  });

  it.each([
    null,
    '',
    'https://elsewhere.example/?a=b',
    '//elsewhere.example?a',
    '../admin?x=1',
    'models/../../x?y',
    'modelsX?a=1',
    'models?a#b',
  ])('is the list of slides where it names no such page: %s', (from) => {
    expect(backPlace(from)).toEqual({ page: 'slides', address: 'slides' });
  });

  it('rebuilds the settings, so that nothing but settings gets through', () => {
    expect(backPlace('slides?q=a b/../<c>').address).toBe('slides?q=a+b%2F..%2F%3Cc%3E');
  });
});
