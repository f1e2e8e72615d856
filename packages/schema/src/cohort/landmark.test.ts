import { describe, expect, it } from 'vitest';
import { isLandmark, isOfLandmark, readLandmark, showLandmark } from './landmark.ts';

describe('groups at a landmark', () => {
  it('are read as they are written', () => {
    for (const text of ['landmark:response:90', 'landmark:progression:1', 'landmark:nextTreatment:3653']) {
      const { landmark, issues } = readLandmark(text);
      expect([isLandmark(text), issues]).toEqual([true, []]);
      expect(landmark && showLandmark(landmark)).toBe(text);
    }
    expect(readLandmark('landmark:response:90').landmark).toEqual({ outcome: 'response', days: 90 });
  });

  it.each([
    'landmark:response:0',
    'landmark:response:3654',
    'landmark:response:9.5',
    'landmark:death:90',
    'landmark:response',
    'landmark:',
  ])('are refused where they are not understood: %s', (text) => {
    const { landmark, issues } = readLandmark(text);
    expect(landmark).toBeNull();
    expect(issues).toMatchObject([{ part: text, expected: { en: expect.stringContaining('landmark:response:90') } }]);
  });

  it('are of times that begin after the outcome and do not end with it', () => {
    expect(['OS', 'PFS', 'TTR', 'DOR', 'TTNT'].filter((one) => isOfLandmark(one, 'response'))).toEqual([
      'OS',
      'PFS',
      'TTNT',
    ]);
    expect([isOfLandmark('PFS', 'progression'), isOfLandmark('TTNT', 'nextTreatment')]).toEqual([false, false]);
  });
});
