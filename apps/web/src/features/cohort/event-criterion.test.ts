import { parseFilter, showCohort } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { eventCondition, type EventDraft } from './event-criterion.ts';

const draft: EventDraft = {
  kind: 'adverseEvent',
  minimumGrade: 3,
  of: 'any',
  term: '',
  organClass: 'hepatobiliary',
  months: 6,
  cycles: 2,
  comparison: 'atLeast',
};
const written = (change: Partial<EventDraft>) => {
  const filter = eventCondition({ ...draft, ...change }, 30.4375);
  expect(parseFilter(filter).issues).toEqual([]);
  return showCohort(filter);
};

describe('a condition on events', () => {
  it.each<[Partial<EventDraft>, string]>([
    [{}, 'adverseEvent:3'],
    [{ of: 'class', minimumGrade: 2 }, 'adverseEvent:2,class=hepatobiliary'],
    [{ of: 'term', term: ' Fatigue ' }, 'adverseEvent:3,term=Fatigue'],
    // Six months of 30.4375 days are 182.6 days.
    [{ kind: 'progression' }, 'pfsEvent:true;pfsDays:-183'],
    [{ kind: 'cycles' }, 'haicCyclesGiven:2-'],
    [{ kind: 'cycles', cycles: 0, comparison: 'atMost' }, 'haicCyclesGiven:-0'],
  ])('%j', (change, address) => {
    expect(written(change)).toBe(address);
  });

  it('is none while something is missing', () => {
    expect([
      written({ of: 'term' }),
      written({ kind: 'progression', months: null }),
      written({ kind: 'cycles', cycles: null }),
    ]).toEqual(['', '', '']);
  });
});
