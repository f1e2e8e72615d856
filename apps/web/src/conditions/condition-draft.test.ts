import { type CohortFilter, parseFilter, publishedCriteria, subjectVariables } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { depthOf, draftOf, emptyLine, filterOf, groupOf, isEmpty, partAt } from './condition-draft.ts';

const line = (change: object) => ({ ...emptyLine(), ...change });
const written = (filter: CohortFilter): unknown => filterOf(draftOf(filter)!, subjectVariables);

describe('the editor of conditions', () => {
  it('writes what the contract reads', () => {
    const lines = [
      line({ variable: 'bclcStage', test: 'isOneOf', values: ['A', 'B'] }),
      line({ variable: 'portalVeinThrombus', test: 'isNoneOf', values: ['false'] }),
      line({ variable: 'tumourSizeMm', test: 'isWithin', lowest: '', highest: '49.9' }),
      line({ variable: 'startedOn', test: 'isWithin', lowest: '2020-01-01' }),
      line({ variable: 'afpNgMl', test: 'isLess', values: ['afpResultNgMl'] }),
      line({ variable: 'code', test: 'contains', values: ['X'] }),
      line({ variable: 'afpNgMl', test: 'isMissing' }),
      line({ variable: 'arm', test: 'isKnown', isNegated: true }),
    ];
    const { filter, issues } = parseFilter(filterOf(groupOf(lines), subjectVariables));
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
        { not: { variable: 'arm', isMissing: false } },
      ],
    });
  });

  it('reads every condition on values, and writes it as it was', () => {
    const known = { variable: 'arm', isMissing: false };
    const young = { variable: 'ageYears', between: [null, 40] as const };
    const stage = { variable: 'bclcStage', in: ['C'] };
    const all: CohortFilter[] = [
      known,
      { not: known },
      { not: { not: known } },
      { and: [known, { or: [young, { not: stage }] }] },
      { or: [known, { and: [young, stage] }, { not: { or: [young, stage] } }] },
      { not: { and: [known, { or: [young, { and: [stage, { not: { variable: 'code', in: ['X'] } }] }] }] } },
      ...publishedCriteria.map(({ filter }) => filter),
    ];
    for (const filter of all) expect(written(filter)).toEqual(filter);
    // A group of one is what it contains.
    expect(written({ and: [{ or: [known] }] })).toEqual(known);
    expect(draftOf({ and: [known, { adverseEvent: { minimumGrade: 3 } }] })).toBeNull();
  });

  it('leaves what is not a number to the check, which names it', () => {
    const typed = filterOf(
      groupOf([line({ variable: 'tumourSizeMm', test: 'isWithin', lowest: '5 cm' })]),
      subjectVariables,
    );
    expect(parseFilter(typed, {}, 'condition').issues.map(({ field }) => field)).toEqual(['condition.between']);
  });

  it('finds the part that a fault is of', () => {
    const wrong = line({ variable: 'shoeSize', test: 'isKnown' });
    const sound = line({ variable: 'arm', test: 'isKnown' });
    const inner = groupOf([sound, wrong], 'or', true);
    const draft = groupOf([sound, inner]);
    const [issue] = parseFilter(filterOf(draft, subjectVariables), {}, 'condition').issues;
    expect(issue?.field).toBe('condition.and[1].not.or[1].variable');
    expect(partAt(draft, 'condition', issue!.field)).toBe(wrong.key);
    expect(partAt(draft, 'condition', 'condition.and[1]')).toBe(inner.key);
    expect(partAt(draft, 'condition', 'condition')).toBe(draft.key);
    // Of one alone nothing is joined, so that its place is that of the whole.
    const alone = groupOf([wrong]);
    const [fault] = parseFilter(filterOf(alone, subjectVariables), {}, 'condition').issues;
    expect(partAt(alone, 'condition', fault!.field)).toBe(wrong.key);
    // The eleventh is not the first.
    const many = groupOf(Array.from({ length: 11 }, () => line({ variable: 'arm' })));
    expect(partAt(many, 'condition', 'condition.and[10].variable')).toBe(many.parts[10]!.key);
  });

  it('knows how deep it is, and whether anything is chosen', () => {
    const chosen = line({ variable: 'arm' });
    expect([depthOf(chosen), depthOf(groupOf([chosen])), depthOf(groupOf([chosen, groupOf([chosen])]))]).toEqual([
      0, 1, 2,
    ]);
    expect([isEmpty(groupOf([emptyLine()])), isEmpty(groupOf([groupOf([emptyLine()]), chosen]))]).toEqual([
      true,
      false,
    ]);
  });
});
