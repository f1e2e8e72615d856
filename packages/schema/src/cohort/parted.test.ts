import { describe, expect, it } from 'vitest';
import { partLabels, partOf, readCuts, readParted, showParted, variableOfGroups } from './parted.ts';

describe('a quantity as a grouping', () => {
  it('is read back as it is written', () => {
    for (const at of ['halves', 'tertiles', 'quartiles', [50], [-2.6, -1.39], [1, 2, 3, 4, 5, 6, 7]] as const) {
      const text = showParted({ variable: 'ageYears', at });
      expect(readParted(text)).toEqual({ parted: { variable: 'ageYears', at }, issues: [] });
      expect(variableOfGroups(text)).toBe('ageYears');
    }
    expect(variableOfGroups('arm')).toBe('arm');
  });

  it('names what is wrong and what is expected', () => {
    const faults = {
      'parts:': 'parts:',
      'parts:ageYears': 'parts:ageYears',
      'parts:sex:halves': 'sex',
      'parts:osDays:halves': 'osDays',
      'parts:haicCyclesGiven:2': 'haicCyclesGiven',
      'parts:nothing:halves': 'nothing',
      'parts:ageYears:thirds': 'thirds',
      'parts:ageYears:65,50': '65,50',
      'parts:ageYears:50,50': '50,50',
      'parts:ageYears:50,': '50,',
      'parts:ageYears:1,2,3,4,5,6,7,8': '1,2,3,4,5,6,7,8',
    };
    for (const [text, part] of Object.entries(faults)) {
      const { parted, issues } = readParted(text);
      expect([text, parted, issues.map((issue) => issue.part)]).toEqual([text, null, [part]]);
    }
  });
});

it('has a part below, between and from each cut-point on', () => {
  expect(partLabels([50, 65])).toEqual(['< 50', '≥ 50, < 65', '≥ 65']);
  expect([49.9, 50, 64, 65, 90].map((value) => partOf([50, 65], value))).toEqual([0, 1, 1, 2, 2]);
});

it('reads cut-points with spaces, and nothing else', () => {
  expect(readCuts(' 50 , 65.5')).toEqual([50, 65.5]);
  for (const text of ['', 'x', '50;65', '1e999']) expect(readCuts(text)).toBeNull();
});
