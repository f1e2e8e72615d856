import { parseFilter, subjectVariables } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { emptyCondition, filterOf, linesOf } from './condition-draft.ts';

const kinds = new Map(subjectVariables.map((variable) => [variable.name, variable]));
const line = (change: object) => ({ ...emptyCondition, ...change });

describe('the editor of conditions', () => {
  it('writes what the contract reads, and reads it back into the same lines', () => {
    const lines = [
      line({ variable: 'bclcStage', test: 'isOneOf', values: ['A', 'B'] }),
      line({ variable: 'portalVeinThrombus', test: 'isNoneOf', values: ['false'] }),
      line({ variable: 'tumourSizeMm', test: 'isWithin', lowest: '', highest: '49.9' }),
      line({ variable: 'startedOn', test: 'isWithin', lowest: '2020-01-01' }),
      line({ variable: 'afpNgMl', test: 'isLess', values: ['afpResultNgMl'] }),
      line({ variable: 'code', test: 'contains', values: ['X'] }),
      line({ variable: 'afpNgMl', test: 'isMissing' }),
      line({ variable: 'arm', test: 'isKnown' }),
    ];
    const { filter, issues } = parseFilter(filterOf({ joint: 'and', lines }, kinds));
    expect(issues).toEqual([]);
    expect(filter).toEqual({
      and: [
        { variable: 'bclcStage', in: ['A', 'B'] },
        { variable: 'portalVeinThrombus', notIn: ['false'] },
        { variable: 'tumourSizeMm', between: [null, 49.9] },
        { variable: 'startedOn', between: ['2020-01-01', null] },
        { variable: 'afpNgMl', lessThan: 'afpResultNgMl' },
        { variable: 'code', contains: 'X' },
        { variable: 'afpNgMl', isMissing: true },
        { variable: 'arm', isMissing: false },
      ],
    });
    expect(linesOf(filter!)).toEqual({ joint: 'and', lines });
  });

  it('leaves what is no number to the check, which names it', () => {
    const typed = filterOf(
      { joint: 'and', lines: [line({ variable: 'tumourSizeMm', test: 'isWithin', lowest: '5 cm' })] },
      kinds,
    );
    expect(parseFilter(typed, {}, 'condition').issues.map(({ field }) => field)).toEqual(['condition.between']);
  });

  it('writes and reads conditions of which one has to hold', () => {
    const lines = [
      line({ variable: 'arm', test: 'isMissing' }),
      line({ variable: 'code', test: 'contains', values: ['X'] }),
    ];
    const or = [
      { variable: 'arm', isMissing: true },
      { variable: 'code', contains: 'X' },
    ];
    expect(filterOf({ joint: 'or', lines }, kinds)).toEqual({ or });
    expect(linesOf({ or })).toEqual({ joint: 'or', lines });
    // Of one line alone nothing is joined.
    expect(filterOf({ joint: 'or', lines: lines.slice(1) }, kinds)).toEqual(or[1]);
  });

  it('has no lines for a condition that takes not, or joins both ways', () => {
    const known = { variable: 'arm', isMissing: false };
    expect(linesOf({ not: known })).toBeNull();
    expect(linesOf({ and: [known, { or: [known, known] }] })).toBeNull();
    expect(linesOf({ or: [known, { and: [known, known] }] })).toBeNull();
  });
});
