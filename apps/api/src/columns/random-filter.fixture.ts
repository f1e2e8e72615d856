import { type CohortFilter, codesOfVariable, mayBePaired, type SubjectVariable, subjectVariables } from '@haim/schema';
import { chosen } from './block.fixture.ts';

/**
 * A filter of any shape the language allows, over any of these variables.
 *
 * @param withEvents - also conditions on adverse events.
 */
export function randomFilter(next: () => number, depth = 3, over = subjectVariables, withEvents = false): CohortFilter {
  const kinds = ['and', 'or', 'not', 'condition', 'condition'] as const;
  const kind = depth === 0 ? 'condition' : chosen(next, kinds);
  const parts = () =>
    Array.from({ length: 1 + Math.floor(next() * 3) }, () => randomFilter(next, depth - 1, over, withEvents));
  switch (kind) {
    case 'and':
      return { and: parts() };
    case 'or':
      return { or: parts() };
    case 'not':
      return { not: randomFilter(next, depth - 1, over, withEvents) };
    case 'condition':
      return withEvents && next() < 0.25 ? randomEvent(next) : randomCondition(next, over);
  }
}

function randomEvent(next: () => number): CohortFilter {
  const minimumGrade = 1 + Math.floor(next() * 5);
  const of = chosen(next, [
    {},
    { term: 'Fatigue' },
    { term: '乏力' },
    { term: ' nausea ' },
    { term: 'RASH' },
    { organClass: 'general' },
    { organClass: 'gastrointestinal' },
    { organClass: 'cardiac' },
  ] as const);
  return { adverseEvent: { minimumGrade, ...of } };
}

function randomCondition(next: () => number, over: readonly SubjectVariable[]): CohortFilter {
  const declared = chosen(next, over);
  const variable = declared.name;
  if (next() < 0.15) return { variable, isMissing: next() < 0.5 };
  const others = over.filter((other) => mayBePaired(declared, other));
  if (others.length > 0 && next() < 0.2) return { variable, lessThan: chosen(next, others).name };
  switch (declared.kind) {
    case 'category':
    case 'flag': {
      const known = declared.kind === 'flag' ? ['false', 'true'] : codesOfVariable(declared);
      const codes = known.length > 0 ? known : ['HAIC', 'HTI', 'A', 'B'];
      const first = chosen(next, codes);
      const some = codes.filter((code) => code === first || next() < 0.4);
      return next() < 0.5 ? { variable, in: some } : { variable, notIn: some };
    }
    case 'quantity': {
      const [a, b] = [Math.round(next() * 100), Math.round(next() * 100)];
      const ends = [Math.min(a, b), Math.max(a, b)] as const;
      return { variable, between: next() < 0.3 ? [ends[0], null] : next() < 0.5 ? [null, ends[1]] : ends };
    }
    case 'text':
      return { variable, contains: chosen(next, ['0', '1', 'a-0', 'A', 'z']) };
    case 'date': {
      const days = [next(), next()].map((share) =>
        new Date(Date.UTC(2016, 0, 1 + 365 * 4 * share)).toISOString().slice(0, 10),
      );
      const [from = '', to = ''] = days.toSorted();
      return { variable, between: next() < 0.3 ? [from, null] : next() < 0.5 ? [null, to] : [from, to] };
    }
  }
}
