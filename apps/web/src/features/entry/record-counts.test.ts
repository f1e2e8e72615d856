import { readFileSync } from 'node:fs';
import { buildSchema, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { countsDocument, countsOf, countsVariables, mostPatients } from './record-counts.ts';

const contract = new URL('../../../../../packages/schema/schema.graphql', import.meta.url);

describe('records of a page of patients', () => {
  test('one question names every patient once', () => {
    const document = countsDocument(3);
    expect(validate(buildSchema(readFileSync(contract, 'utf8')), document)).toEqual([]);
    expect(countsVariables(['a', 'b', 'c'])).toEqual({ p0: 'a', p1: 'b', p2: 'c' });
  });

  test('never more patients than the API accepts aliases', () => {
    const ids = Array.from({ length: 40 }, (_, place) => String(place));
    expect(Object.keys(countsVariables(ids))).toHaveLength(mostPatients);
  });

  test('one record, several, none', () => {
    const counts = countsOf({
      p0: {
        id: 'a',
        baseline: { id: '1' },
        eligibility: null,
        tumourAssessments: [{ id: '1' }, { id: '2' }],
        slides: [],
      },
      p1: null,
    });
    expect([...counts.keys()]).toEqual(['a']);
    expect(counts.get('a')).toMatchObject({ baseline: 1, eligibility: 0, tumourAssessment: 2, slide: 0, followUp: 0 });
  });
});
