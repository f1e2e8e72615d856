import { holds } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { blockOf, type EventUnderTest, type PatientUnderTest, randomPatients, sequence } from './block.fixture.ts';
import { Cohort } from './cohort.ts';
import { type EventCounts, type EventQuestion, type EventRowKey } from './event-counts.ts';

const classes = new Map([
  ['Fever', 'general'],
  ['fever', 'general'],
  ['Fatigue', 'general'],
  ['Rash', 'skin'],
]);
const question: EventQuestion = {
  groupBy: 'arm',
  relatedTo: null,
  seriousOnly: false,
  treatedOnly: true,
  termOf: (text) => ({ term: text === 'fever' ? 'Fever' : text, organClass: classes.get(text) ?? null }),
};

let codes = 0;
function patient(arm: string | null, values: object, events: readonly EventUnderTest[] = []): PatientUnderTest {
  const code = `P${String(++codes).padStart(2, '0')}`;
  const id = `00000000-0000-4000-8000-0000000000${String(codes).padStart(2, '0')}`;
  return { id, code, values: { code, centre: 'A', arm, startedOn: '2020-01-01', ...values }, events };
}

/** Six patients of two centres; by hand below. */
const centres = [
  [
    // Fever twice, once written otherwise: one patient, grade 3, first on day 10.
    patient('HAIC', {}, [
      ['Fever', 1, { startedOn: '2020-01-11' }],
      ['fever', 3, { startedOn: '2020-01-21', facts: ['serious', 'seriousness known', 'related haic', 'judged haic'] }],
    ]),
    patient('HAIC', {}, [['Fatigue', 2, { startedOn: '2019-12-31', facts: ['judged haic'] }]]),
    // Not treated, as far as is known.
    patient('HAIC', { startedOn: null }, [['Rash', 4]]),
  ],
  [
    patient('HTI', {}, [
      ['Rash', 3, { startedOn: '2020-01-05' }],
      ['Fatigue', 1, { startedOn: '2020-01-09' }],
      ['felt odd', 1],
    ]),
    // Given a cycle of which no day is known.
    patient('HTI', { startedOn: null, haicCyclesGiven: 2 }, [['Fatigue', 3, { startedOn: '2020-02-01' }]]),
    patient(null, {}),
  ],
].map(blockOf);

const cellsOf = ({ rows }: EventCounts, wanted: EventRowKey) =>
  rows.find(({ key }) => JSON.stringify(key) === JSON.stringify(wanted))?.cells;
const patientsAt = (counts: EventCounts, wanted: EventRowKey) =>
  cellsOf(counts, wanted)?.map(({ patients }) => patients.join(''));

describe('adverse events of a cohort', () => {
  const counts = new Cohort(centres, null).eventCounts(question);

  it('are of the treated, by group, without a group last', () => {
    expect(counts.groups).toEqual([
      { value: 'HAIC', n: 2 },
      { value: 'HTI', n: 2 },
      { value: null, n: 1 },
    ]);
    expect(counts.untreated).toBe(1);
    const everybody = new Cohort(centres, null).eventCounts({ ...question, treatedOnly: false });
    expect(everybody.groups.map(({ n }) => n)).toEqual([3, 2, 1]);
    expect(everybody.untreated).toBe(0);
  });

  it('count a patient once in a term, a class and the total, at the highest grade', () => {
    expect(patientsAt(counts, { kind: 'term', term: 'Fever', organClass: 'general' })).toEqual([
      '00100',
      '00000',
      '00000',
    ]);
    expect(patientsAt(counts, { kind: 'class', organClass: 'general' })).toEqual(['01100', '10100', '00000']);
    expect(patientsAt(counts, { kind: 'total' })).toEqual(['01100', '00200', '00000']);
    expect(patientsAt(counts, { kind: 'text', text: 'felt odd' })).toEqual(['00000', '10000', '00000']);
    expect(cellsOf(counts, { kind: 'total' })?.map(({ events }) => events.join(''))).toEqual([
      '11100',
      '20200',
      '00000',
    ]);
  });

  it('have a row for what is said of them', () => {
    expect(patientsAt(counts, { kind: 'fact', fact: 'serious' })).toEqual(['00100', '00000', '00000']);
    expect(patientsAt(counts, { kind: 'fact', fact: 'judged haic' })).toEqual(['01100', '00000', '00000']);
  });

  it('have days from time zero to the first one, as far as both are known', () => {
    const days = (wanted: EventRowKey) => cellsOf(counts, wanted)?.map(({ onsetDays }) => onsetDays);
    expect(days({ kind: 'term', term: 'Fever', organClass: 'general' })).toEqual([[10], [], []]);
    expect(days({ kind: 'total' })).toEqual([[10], [4], []]);
    // "felt odd" without a day, and the fatigue of a patient without a first HAIC; the fatigue of the day before it.
    expect([counts.withoutDay, counts.beforeStart]).toEqual([2, 1]);
  });

  it('of one cause or serious alone leave the rows of what is said as they are', () => {
    const related = new Cohort(centres, null).eventCounts({ ...question, relatedTo: 'haic' });
    expect(patientsAt(related, { kind: 'total' })).toEqual(['00100', '00000', '00000']);
    expect(patientsAt(related, { kind: 'fact', fact: 'any' })).toEqual(['01100', '00200', '00000']);
    expect(cellsOf(related, { kind: 'term', term: 'Rash', organClass: 'skin' })).toBeUndefined();
    const serious = new Cohort(centres, null).eventCounts({ ...question, seriousOnly: true });
    expect(cellsOf(serious, { kind: 'total' })?.map(({ events }) => events.join(''))).toEqual([
      '00100',
      '00000',
      '00000',
    ]);
  });

  it('lead to their patients', () => {
    const cohort = new Cohort(centres, null);
    const isFever = (key: EventRowKey) => key.kind === 'term' && key.term === 'Fever';
    expect(cohort.withEvent(question, 'HAIC', isFever)).toEqual([
      { id: '00000000-0000-4000-8000-000000000001', code: 'P01', grade: 3, events: 2, onsetDays: 10 },
    ]);
    expect(cohort.withEvent(question, 'HTI', isFever)).toEqual([]);
    expect(cohort.withEvent(question, 'nobody', isFever)).toEqual([]);
  });

  it('of nobody are no rows', () => {
    expect(new Cohort([], null).eventCounts(question)).toMatchObject({ groups: [], rows: [] });
    const filter = { variable: 'arm', in: ['none'] } as const;
    expect(new Cohort(centres, filter).eventCounts(question)).toMatchObject({ groups: [], rows: [] });
  });

  it('are those that counting patient by patient gives, of every group and cause', () => {
    const next = sequence(12);
    const patients = ['A', 'B'].flatMap((centre) => randomPatients(next, 80, centre));
    const blocks = [patients.slice(0, 80), patients.slice(80)].map(blockOf);
    const filter = { variable: 'sex', in: ['male'] } as const;
    for (const groupBy of [null, 'arm', 'bclcStage']) {
      const asked = { ...question, groupBy, relatedTo: 'haic', treatedOnly: false } as const;
      const { groups, rows } = new Cohort(blocks, filter).eventCounts(asked);
      const told = rows.flatMap(({ key, cells }) =>
        cells.map(({ patients: graded, onsetDays }, place) =>
          key.kind === 'text' ? [key.text, groups[place]?.value, graded.join(), onsetDays.join()] : [],
        ),
      );
      const expected = ['Fatigue', 'Nausea', 'Rash'].flatMap((term) =>
        groups.map(({ value }) => {
          const graded = [0, 0, 0, 0, 0];
          const days: number[] = [];
          for (const { values, events = [] } of patients) {
            const group = groupBy === null ? null : (values[groupBy] ?? null);
            if (!holds(filter, values) || group !== value) continue;
            const mine = events.filter(([of, , more]) => of === term && more?.facts?.includes('related haic'));
            if (mine.length === 0) continue;
            graded[Math.max(...mine.map(([, grade]) => grade)) - 1]! += 1;
            const zero = values['startedOn'] ? Date.parse(String(values['startedOn'])) : NaN;
            const first = Math.min(
              ...mine
                .map(([, , more]) => (Date.parse(more?.startedOn ?? '') - zero) / 86_400_000)
                .filter((day) => day >= 0),
            );
            if (Number.isFinite(first)) days.push(first);
          }
          return [term, value, graded.join(), days.sort((a, b) => a - b).join()];
        }),
      );
      const ofNausea = (all: unknown[][]) => all.filter(([term]) => term === 'Nausea');
      expect(ofNausea(told)).toEqual(ofNausea(expected));
    }
  });
});
