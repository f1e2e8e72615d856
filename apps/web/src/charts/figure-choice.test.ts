import { describe, expect, it } from 'vitest';
import { firstChoice, readChoice } from './figure-choice.ts';

describe('readChoice', () => {
  it('is a PDF of two columns with its words where nothing, or nonsense, was kept', () => {
    for (const kept of [null, '', 'null', '[]', '{"kind":"bmp","widthMm":90,"isGrey":"yes","language":"fr"}']) {
      expect(readChoice(kept), String(kept)).toEqual(firstChoice);
    }
    expect(firstChoice).toMatchObject({ kind: 'pdf', widthMm: 180, hasTitle: true, hasCaption: true, isGrey: false });
  });

  it('is what was kept', () => {
    const kept = { kind: 'tiff600', widthMm: 85, hasTitle: false, hasCaption: false, isGrey: true, language: 'zh' };
    expect(readChoice(JSON.stringify(kept))).toEqual(kept);
  });
});
