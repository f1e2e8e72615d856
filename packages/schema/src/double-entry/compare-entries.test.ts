import { describe, expect, it } from 'vitest';
import { baselineForm, demographicsForm } from '../forms/index.ts';
import { withReasons } from '../missing/index.ts';
import { compareEntries, entryOf, formsForTwoEntries } from './compare-entries.ts';

const form = withReasons(baselineForm);
const differing = (first: object, second: object) =>
  compareEntries(form, { ...first }, { ...second })
    .filter(({ agrees }) => !agrees)
    .map(({ field }) => field);

describe('two entries of a record', () => {
  it('differ by value, and where one has none', () => {
    expect(differing({ tumourSizeMm: 81, bclcStage: 'B' }, { tumourSizeMm: 18, bclcStage: 'B' })).toEqual([
      'tumourSizeMm',
    ]);
    expect(differing({ cirrhosis: false }, { cirrhosis: null })).toEqual(['cirrhosis']);
    expect(differing({}, { cirrhosis: null })).toEqual([]);
  });

  it('differ by the reason for which a value is missing, at its field', () => {
    expect(differing({ missing_afpNgMl: 'notDone' }, { afpNgMl: null, missing_afpNgMl: 'notDone' })).toEqual([]);
    expect(differing({ missing_afpNgMl: 'notDone' }, { afpNgMl: null, missing_afpNgMl: 'unknown' })).toEqual([
      'afpNgMl',
    ]);
    expect(differing({ afpNgMl: 12 }, { afpNgMl: null, missing_afpNgMl: 'notDone' })).toEqual(['afpNgMl']);
  });

  it('are compared in what was asked the second time alone', () => {
    expect(compareEntries(form, { bclcStage: 'B', own_retired: 'x' }, { bclcStage: 'B' })).toEqual([
      { field: 'bclcStage', agrees: true },
    ]);
  });

  it('are taken field by field with the reason', () => {
    expect(entryOf({ missing_afpNgMl: 'notDone' }, 'afpNgMl')).toEqual({ afpNgMl: null, missing_afpNgMl: 'notDone' });
  });

  it('are of forms that people enter, not of those that come with files', () => {
    expect(formsForTwoEntries).toContain(demographicsForm.name);
    expect(formsForTwoEntries).toContain('adverseEvent');
    expect(formsForTwoEntries).not.toContain('slide');
    expect(formsForTwoEntries).not.toContain('importedScore');
  });
});
