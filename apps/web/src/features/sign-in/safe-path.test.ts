import { describe, expect, it } from 'vitest';
import { safePath } from './safe-path.ts';

describe('safePath', () => {
  it.each(['/', '/studies/HAIC-DEMO/survival?ep=PFS&f=arm%3AHTI', '/a#b'])('keeps %s', (path) => {
    expect(safePath(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'studies',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    ['/a', '/b'],
  ])('turns %j into the home page', (path) => {
    expect(safePath(path)).toBe('/');
  });
});
