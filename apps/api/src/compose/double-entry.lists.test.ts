import { columnOf, type Form, forms, formsForTwoLists, keyOfEntry } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataSource } from 'typeorm';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { readAccess } from '../modules/studies/membership.query.ts';
import { type Answer, openPeopleFixture, type PeopleFixture, study } from './people.fixture.ts';

let at: PeopleFixture;
let pool: DataSource;
const cookies: Record<string, string> = {};
const people: Record<string, string> = {};
const patients: Record<string, string> = {};

const fatigue = { term: 'Fatigue', grade: '2', startedOn: '2024-02-03' };
const nausea = { term: 'Nausea', grade: '1', startedOn: '2024-02' };
const fever = { term: 'Fever', grade: '1', startedOn: '2024-03-01' };

/* Staff of centre A enter three events of P1, one of P2 and P3 each, and none of P4. */
beforeAll(async () => {
  at = await openPeopleFixture();
  for (const [name, role, centre] of [
    ['admin', 'administrator', null],
    ['manager', 'dataManager', null],
    ['staff', 'staff', 'A'],
    ['second', 'secondEntry', 'A'],
    ['third', 'secondEntry', null],
    ['elsewhere', 'secondEntry', 'B'],
  ] as const) {
    people[name] = await at.person(name, role, centre);
    cookies[name] = await at.signIn(name);
  }
  for (const code of ['P1', 'P2', 'P3', 'P4']) {
    const { data } = await ask('staff', `mutation ($study: String!, $code: String!) {
      createPatient(study: $study, centre: "A", code: $code, demographics: { ageYears: 60, sex: "male" }) { id } }`, { code }); // prettier-ignore
    patients[code] = (data!['createPatient'] as { id: string }).id;
  }
  for (const event of [fatigue, nausea, fever]) await saveEvent('P1', event);
  await saveEvent('P2', fatigue);
  await saveEvent('P3', fatigue);
  const { message } = await ask('admin', `mutation ($study: String!) {
    setDoubleEntryRule(study: $study, forms: ["adverseEvent", "baseline"], sharePercent: 100, version: 0) { version } }`); // prettier-ignore
  expect(message).toBeNull();
  pool = openDataSource(at.database.appUrl, 2);
  await pool.initialize();
}, 120_000);
afterAll(async () => {
  await pool?.destroy();
  await at?.close();
});

const ask = (who: string, query: string, variables: object = {}): Promise<Answer> =>
  at.ask(cookies[who]!, query, { study, ...variables });

async function saveEvent(code: string, values: object, who = 'staff'): Promise<void> {
  const { message } = await ask(who, `mutation ($id: ID!, $values: AdverseEventInput!) {
    saveAdverseEvent(patientId: $id, values: $values) { id } }`, { id: patients[code], values }); // prettier-ignore
  expect(message).toBeNull();
}

async function tasks(who: string, isHandedIn = false): Promise<string[]> {
  const answer = await ask(who, `query ($study: String!) { secondEntryTasks(study: $study) { patientCode form enteredAt } }`); // prettier-ignore
  expect(answer.message).toBeNull();
  const all = answer.data!['secondEntryTasks'] as { patientCode: string; form: string; enteredAt: string | null }[];
  return all.flatMap(({ patientCode, form, enteredAt }) =>
    (enteredAt !== null) === isHandedIn ? [`${patientCode} ${form}`] : [],
  );
}

const enter = (who: string, code: string, records: readonly unknown[], form = 'adverseEvent') =>
  ask(who, `mutation ($study: String!, $id: ID!, $form: String!, $records: [JSON!]!) {
    enterSecondList(study: $study, patientId: $id, form: $form, records: $records) { enteredAt } }`,
    { id: patients[code], form, records }); // prettier-ignore

interface Compared {
  readonly id: string;
  readonly listId: string;
  readonly patientCode: string;
  readonly state: string;
  readonly differing: readonly string[];
  readonly first: { term: string } | null;
  readonly second: { term: string } | null;
  readonly version: number;
}
async function compared(code: string): Promise<Compared[]> {
  const answer = await ask('staff', `query ($study: String!) { entryComparisons(study: $study) {
    id listId patientCode state differing first second version recordId firstBy secondBy outcome sameAs } }`); // prettier-ignore
  expect(answer.message).toBeNull();
  return (answer.data!['entryComparisons'] as Compared[]).filter(({ patientCode }) => patientCode === code);
}
/** The comparison of a record, by the term that either person entered. */
const ofTerm = async (code: string, term: string): Promise<Compared> =>
  (await compared(code)).find(({ first, second }) => (first ?? second)?.term === term)!;
const inShort = (all: readonly Compared[]): string[] =>
  all
    .map(({ state, differing, first, second }) =>
      [first?.term ?? '-', second?.term ?? '-', state, ...differing].join(' '),
    )
    .toSorted();

const resolve = (who: string, listId: string, decisions: readonly object[], reason = 'source: ward notes') =>
  ask(who, `mutation ($id: ID!, $decisions: [EntryDecisionInput!]!, $reason: String!) {
    resolveEntryList(id: $id, decisions: $decisions, reason: $reason) { id comparisons { comparison { state outcome } } } }`,
    { id: listId, decisions, reason }); // prettier-ignore
const decided = ({ id, version }: Compared, more: object) => ({ id, version, recordVersion: 1, ...more });

async function termsOf(code: string): Promise<string[]> {
  const { data } = await ask('staff', `query ($id: ID!) { patient(id: $id) { adverseEvents { term grade startedOn } } }`, { id: patients[code] }); // prettier-ignore
  const { adverseEvents } = data!['patient'] as {
    adverseEvents: { term: string; grade: string; startedOn: string | null }[];
  };
  return adverseEvents.map(({ term, grade, startedOn }) => `${term} ${grade} ${String(startedOn)}`).toSorted();
}

describe('the key by which records of a list are paired', () => {
  it('is in the database what each form declares', async () => {
    const { rows } = await at.owner.query<{ name: string; columns: string[] | null }>(
      'select name, portal.key_of_form(name) as columns from unnest($1::text[]) name',
      [forms.map(({ name }) => name)],
    );
    const declared: readonly Form[] = forms;
    expect(rows).toEqual(
      declared.map(({ name, key }) => ({
        name,
        columns: formsForTwoLists.some((one) => one === name) ? key.map(columnOf) : null,
      })),
    );
  });

  it('is the same in the database and in the contract', async () => {
    const form = forms.find(({ name }) => name === 'adverseEvent')!;
    const entries = [
      fatigue,
      { ...fatigue, term: ' FATIGUE ' },
      nausea,
      { term: 'Nausea' },
      { ...fatigue, grade: '5' },
    ];
    const { rows } = await at.owner.query<{ key: unknown }>(
      `select portal.entry_key('adverseEvent', e) as key from jsonb_array_elements($1) with ordinality x(e, n) order by n`,
      [
        JSON.stringify(
          entries.map(({ term, ...rest }) => ({ term, started_on: 'startedOn' in rest ? rest.startedOn : null })),
        ),
      ],
    );
    expect(rows.map(({ key }) => JSON.stringify(key).replaceAll(', ', ','))).toEqual(
      entries.map((entry) => keyOfEntry(form, entry)),
    );
  });
});

describe('a list that is entered a second time', () => {
  it('waits once for each patient who has records of the form, for those who have written none of them', async () => {
    expect(await tasks('second')).toEqual(['P1 adverseEvent', 'P2 adverseEvent', 'P3 adverseEvent']);
    expect(await tasks('manager')).toEqual(await tasks('second'));
    expect(await tasks('elsewhere')).toEqual([]);
    expect((await enter('staff', 'P1', [fatigue])).code).toBe('FORBIDDEN');
    expect((await enter('elsewhere', 'P1', [fatigue])).code).toBe('NOT_FOUND');
    expect((await enter('second', 'P4', [fatigue])).code).toBe('NOT_FOUND');
    const was = await at.person('was', 'staff', 'A');
    cookies['was'] = await at.signIn('was');
    await saveEvent('P3', nausea, 'was');
    await at.owner.query(`update portal.membership set role = 'secondEntry' where user_id = $1`, [was]);
    expect(await tasks('was')).toEqual(['P1 adverseEvent', 'P2 adverseEvent']);
    expect((await enter('was', 'P3', [fatigue])).code).toBe('NOT_FOUND');
  });

  it('is refused with the record and the field that are at fault, and nothing of it is kept', async () => {
    const wrong = await enter('second', 'P1', [fatigue, { ...nausea, grade: '7' }]);
    expect([wrong.code, wrong.extensions['record']]).toEqual(['BAD_USER_INPUT', 1]);
    expect(wrong.message).toMatch(/^Adverse event, record 2: grade must be/);
    expect(wrong.extensions['issues']).toMatchObject([{ field: 'grade', problem: 'notInList' }]);
    const twice = await enter('second', 'P1', [fatigue, nausea, { ...fatigue, term: 'fatigue', grade: '3' }]);
    expect(twice.message).toBe('Adverse event, record 3: the same CTCAE term and Start as record 1');
    expect(twice.extensions['issues']).toMatchObject([{ field: 'term' }, { field: 'startedOn' }]);
    expect((await enter('second', 'P1', ['x'])).message).toMatch(/^values must be an object/);
    const asRecord = await ask('second', `mutation ($study: String!, $id: ID!) {
      enterSecond(study: $study, patientId: $id, form: "adverseEvent", values: {}) { form } }`, { id: patients['P1'] }); // prettier-ignore
    expect(asRecord.message).toBe('adverseEvent is entered as a list, by enterSecondList');
    const { rows } = await at.owner.query('select from portal.second_entry_list');
    expect(rows).toHaveLength(0);
  });

  it('is blind: neither API nor database shows anything of the first entry, before or after it', async () => {
    const blind = { userId: people['second']!, name: 'second', email: '', studies: await readAccess(pool, people['second']!) }; // prettier-ignore
    const seen = () =>
      new StudyDb(pool).read(blind, async ({ rows }) => {
        const [counted] = await rows<{ n: number }>(
          `select ((select count(*) from portal.adverse_event) + (select count(*) from portal.patient) + (select count(*) from portal.entry_comparison)
             + (select count(*) from portal.audit_entry))::int as n`,
        );
        return counted!.n;
      });
    const before = (who: string) => ask(who, `query ($study: String!, $id: ID!) {
      secondEntriesBefore(study: $study, patientId: $id, form: "adverseEvent") }`, { id: patients['P1'] }); // prettier-ignore
    expect([await seen(), (await before('second')).data]).toEqual([0, { secondEntriesBefore: [] }]);
    expect((await before('manager')).code).toBe('FORBIDDEN');
    expect((await before('elsewhere')).code).toBe('NOT_FOUND');

    // Of the three: one with another grade, one whose day is known to the second person, one missed; and one of their own.
    const [one, two] = await Promise.all(
      ['second', 'third'].map((who) =>
        enter(who, 'P1', [{ ...fatigue, term: 'fatigue', grade: '3' }, { ...nausea, startedOn: '2024-02-10' }, { term: 'Anemia', grade: '2' }]),
      ),
    ); // prettier-ignore
    const codes = [one!.code, two!.code];
    expect(codes.filter((code) => code === null)).toHaveLength(1);
    expect(codes.find((code) => code !== null)).toMatch(/CONFLICT|NOT_FOUND/);
    expect(await seen()).toBe(0);
    expect((await before('second')).code).toBe('NOT_FOUND');
    const list = (await compared('P1'))[0]!.listId;
    expect((await ask('second', `query ($id: ID!) { entryList(id: $id) { id } }`, { id: list })).code).toBe(
      'NOT_FOUND',
    );
    expect(await tasks('second')).toEqual(['P2 adverseEvent', 'P3 adverseEvent']);
  });

  it('is paired by the key; what has no partner is a difference of its own', async () => {
    const found = await compared('P1');
    expect(inShort(found)).toEqual([
      '- Anemia differs',
      '- Nausea differs',
      'Fatigue Fatigue differs grade',
      'Fever - differs',
      'Nausea - differs',
    ]);
    expect(new Set(found.map(({ listId }) => listId)).size).toBe(1);
    expect(found.find(({ first }) => first === null)).toMatchObject({ recordId: null, firstBy: null });
    expect(found.find(({ second }) => second === null)).toMatchObject({ firstBy: 'staff' });
    expect((await enter('second', 'P2', [fatigue])).message).toBeNull();
    expect(inShort(await compared('P2'))).toEqual(['Fatigue Fatigue agreed']);
    const agreement = await ask('staff', `query ($study: String!) { doubleEntryAgreement(study: $study) {
      lists { form both first second } fields { field n agreed } } }`); // prettier-ignore
    const counted = agreement.data!['doubleEntryAgreement'] as { lists: unknown; fields: { field: string }[] };
    // By hand: P1 shares one of its five and P2 its only one; fields are of those two.
    expect(counted.lists).toEqual([{ form: 'adverseEvent', both: 2, first: 2, second: 2 }]);
    expect(counted.fields.find(({ field }) => field === 'grade')).toEqual({ field: 'grade', n: 2, agreed: 1 });
  });
});

describe('differences of a list', () => {
  it('are decided by who may, each as it can be, all of one request or none', async () => {
    const { listId } = (await compared('P1'))[0]!;
    const [fatigues, fevers] = [await ofTerm('P1', 'Fatigue'), await ofTerm('P1', 'Fever')];
    const third = { choices: [{ field: 'grade', choice: 'second' }] };
    expect((await resolve('staff', listId, [decided(fevers, { outcome: 'keep' })])).code).toBe('FORBIDDEN');
    expect((await resolve('manager', listId, [])).message).toBe('decisions must decide at least one record');
    expect((await resolve('manager', listId, [decided(fevers, { outcome: 'enter' })])).message).toMatch(
      /^Adverse event \["fever","2024-03-01"\]: .* outcome must be keep, remove or same$/,
    );
    expect((await resolve('manager', listId, [decided(fatigues, { outcome: 'keep' })])).message).toMatch(/both people/);
    expect((await resolve('manager', listId, [decided(fatigues, {})])).message).toMatch(/grade is open$/);
    expect((await resolve('manager', listId, [decided(fevers, { outcome: 'keep', version: 2 })])).code).toBe(
      'CONFLICT',
    );
    expect((await resolve('manager', listId, [decided(fevers, { outcome: 'keep', recordVersion: 2 })])).code).toBe(
      'CONFLICT',
    );
    // The second decision is refused, and the first is not stored either.
    const both = [decided(fatigues, third), decided(fevers, { outcome: 'dismiss' })];
    expect((await resolve('manager', listId, both)).code).toBe('BAD_USER_INPUT');
    expect(await termsOf('P1')).toContain('Fatigue 2 2024-02-03');
    const twice = [decided(fevers, { outcome: 'keep' }), decided(fevers, { outcome: 'remove' })];
    expect((await resolve('manager', listId, twice)).message).toMatch(/is there twice$/);
    const alone = await ask('manager', `mutation ($id: ID!) { resolveEntryComparison(id: $id, version: 1, recordVersion: 1, choices: [],
      reason: "x") { recordVersion } }`, { id: fevers.id }); // prettier-ignore
    expect(alone.message).toMatch(/decided with its list/);
  });

  it('become corrections, records, and removals with one reason', async () => {
    const { listId } = (await compared('P1'))[0]!;
    const all = await compared('P1');
    const [nauseaOfFirst, nauseaOfSecond] = [true, false].map((isFirst) =>
      all.find(({ first, second }) => (isFirst ? first : second)?.term === 'Nausea' && (isFirst ? second : first) === null),
    ) as [Compared, Compared]; // prettier-ignore
    const answer = await resolve('manager', listId, [
      decided(await ofTerm('P1', 'Fatigue'), { choices: [{ field: 'grade', choice: 'second' }] }),
      decided(await ofTerm('P1', 'Fever'), { outcome: 'remove' }),
      decided(await ofTerm('P1', 'Anemia'), { outcome: 'enter', recordVersion: null }),
      decided(nauseaOfFirst, { outcome: 'same', sameAs: nauseaOfSecond.id, choices: [{ field: 'startedOn', choice: 'second' }] }),
    ]); // prettier-ignore
    expect(answer.message).toBeNull();
    expect(await termsOf('P1')).toEqual(['Anemia 2 null', 'Fatigue 3 2024-02-03', 'Nausea 1 2024-02-10']);
    expect((await compared('P1')).map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'resolved'));
    const { rows } = await at.owner.query<{ action: string; form: string; n: number }>(
      `select action, form, count(*)::int as n from portal.audit_entry where patient_id = $1 and reason = 'source: ward notes'
       group by 1, 2 order by 2, 1`,
      [patients['P1']],
    );
    expect(rows).toEqual([
      { action: 'correct', form: 'adverse_event', n: 2 },
      { action: 'create', form: 'adverse_event', n: 1 },
      { action: 'delete', form: 'adverse_event', n: 1 },
      { action: 'correct', form: 'entry_comparison', n: 5 },
    ]);
    // Nothing of it waits again.
    expect(await tasks('third')).toEqual(['P3 adverseEvent']);
  });

  it('hold up a lock, a record of the second person alone too', async () => {
    expect((await enter('second', 'P3', [fatigue, nausea, fever])).message).toBeNull();
    expect(inShort(await compared('P3'))).toEqual([
      '- Fever differs',
      'Fatigue Fatigue agreed',
      'Nausea Nausea agreed',
    ]);
    const locked = await ask('manager', `mutation ($id: ID!) { holdRecords(patientId: $id, kind: locked, reason: "x") { id } }`, { id: patients['P3'] }); // prettier-ignore
    expect(locked.message).toBe('two entries of a record differ: decide first which holds');
  });

  it('of a record that the first person adds afterwards are decided with that record', async () => {
    await saveEvent('P3', { ...fever, grade: '2' });
    expect(await tasks('third')).toEqual([]);
    const open = await ofTerm('P3', 'Fever');
    const list = await ask('manager', `query ($id: ID!) { entryList(id: $id) { comparisons { record recordVersion comparison { id } } } }`, { id: open.listId }); // prettier-ignore
    const { comparisons } = list.data!['entryList'] as {
      comparisons: { comparison: { id: string }; record: object }[];
    };
    expect(comparisons.find(({ comparison }) => comparison.id === open.id)).toMatchObject({ record: { term: 'Fever', grade: '2' }, recordVersion: 1 }); // prettier-ignore
    const entered = await resolve('manager', open.listId, [decided(open, { outcome: 'enter' })]);
    expect(entered.message).toMatch(/no other record of the patient has/);
    expect(entered.extensions['comparison']).toBe(open.id);
    const same = await resolve('manager', open.listId, [decided(open, { outcome: 'same', choices: [{ field: 'grade', choice: 'second' }] })]); // prettier-ignore
    expect(same.message).toBeNull();
    expect(await termsOf('P3')).toEqual(['Fatigue 2 2024-02-03', 'Fever 1 2024-03-01', 'Nausea 1 2024-02']);
    expect(await tasks('third')).toEqual([]);
  });
});

describe('a list to which the first person has added records', () => {
  it('waits again, with what was entered a second time before and nothing of the first entry', async () => {
    await saveEvent('P2', fever);
    expect(await tasks('third')).toEqual(['P2 adverseEvent']);
    const { data } = await ask('third', `query ($study: String!, $id: ID!) {
      secondEntriesBefore(study: $study, patientId: $id, form: "adverseEvent") }`, { id: patients['P2'] }); // prettier-ignore
    expect(data!['secondEntriesBefore']).toMatchObject([fatigue]);
    expect((await enter('third', 'P2', [fatigue])).message).toMatch(/as one that was entered before$/);
    expect((await enter('third', 'P2', [{ ...fever, grade: '4' }])).message).toBeNull();
    expect(inShort(await compared('P2'))).toEqual(['Fatigue Fatigue agreed', 'Fever Fever differs grade']);
    expect(await tasks('third')).toEqual([]);
    expect(await tasks('third', true)).toContain('P2 adverseEvent');
  });

  it('pairs as many as there are of what its key does not tell apart', async () => {
    const { data } = await ask('staff', `mutation ($study: String!) {
      createPatient(study: $study, centre: "A", code: "P5", demographics: { ageYears: 60, sex: "male" }) { id } }`); // prettier-ignore
    patients['P5'] = (data!['createPatient'] as { id: string }).id;
    await saveEvent('P5', { term: 'Nausea', grade: '3' });
    await saveEvent('P5', { term: 'Nausea', grade: '1' });
    // The more alike are paired first: the third of the second person is left over.
    const grades = ['1', '2', '3'];
    const { message } = await enter(
      'third',
      'P5',
      [grades[0], grades[2], grades[1]].map((grade) => ({ term: 'Nausea', grade })),
    );
    expect(message).toBeNull();
    expect(inShort(await compared('P5'))).toEqual(['- Nausea differs', 'Nausea Nausea agreed', 'Nausea Nausea agreed']);
  });

  it('may be handed in without a record, where the source has none', async () => {
    await saveEvent('P4', fever);
    expect((await enter('third', 'P4', [])).message).toBeNull();
    const [open] = await compared('P4');
    expect(inShort([open!])).toEqual(['Fever - differs']);
    expect((await resolve('manager', open!.listId, [decided(open!, { outcome: 'keep' })])).message).toBeNull();
    expect(await termsOf('P4')).toEqual(['Fever 1 2024-03-01']);
  });
});
