import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { readAccess } from '../modules/studies/membership.query.ts';
import { type Answer, openPeopleFixture, type PeopleFixture, study } from './people.fixture.ts';

let at: PeopleFixture;
let pool: DataSource;
const cookies: Record<string, string> = {};
const people: Record<string, string> = {};
const patients: Record<string, string> = {};

/*
 * Three patients with a baseline five days before the first HAIC and images on days 60 and 120, and a fourth without a
 * baseline.
 */
beforeAll(async () => {
  at = await openPeopleFixture();
  for (const [name, role, centre] of [
    ['manager', 'dataManager', null],
    ['staff', 'staff', 'A'],
    ['una', 'reader', 'A'],
    ['duo', 'reader', null],
    ['tria', 'adjudicator', 'A'],
    ['both', 'reader', 'A'],
  ] as const) {
    people[name] = await at.person(name, role, centre);
    cookies[name] = await at.signIn(name);
  }
  await at.owner.query(
    `insert into portal.membership (user_id, study_id, role, centre_id)
     select $1, c.study_id, 'statistician', c.id from portal.centre c join portal.study s on s.id = c.study_id
     where s.code = $2 and c.code = 'B'`,
    [people['both'], study],
  );
  for (const code of ['P1', 'P2', 'P3', 'P4']) {
    const { data } = await ask('manager', `mutation ($study: String!, $code: String!) {
      createPatient(study: $study, centre: "A", code: $code, demographics: { ageYears: 60, sex: "male" }) { id } }`, { code }); // prettier-ignore
    const id = (data!['createPatient'] as { id: string }).id;
    patients[code] = id;
    await at.owner.query(`begin; select set_config('app.user_id', 'test', true);
      insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on)
        select id, centre_id, 'test', 'HTI', '2024-01-06' from portal.patient where id = '${id}';
      insert into portal.tumour_assessment (patient_id, centre_id, updated_by, visit_number, assessed_on, sum_viable_diameter_mm, missing)
        select p.id, p.centre_id, 'test', v.n, '2024-01-06'::date + v.day, 80, '{"newLesion": "unknown", "readerResponse": "pending"}' from portal.patient p,
          (values (${code === 'P4' ? 9 : 0}, -5), (1, 60), (2, 120)) v (n, day) where p.id = '${id}';
      commit`);
  }
  pool = openDataSource(at.database.appUrl, 2);
  await pool.initialize();
}, 120_000);
afterAll(async () => {
  await pool?.destroy();
  await at?.close();
});

const ask = (who: string, query: string, variables: object = {}): Promise<Answer> =>
  at.ask(cookies[who]!, query, { study, ...variables });

interface Task {
  readonly id: string;
  readonly number: number;
  readonly days: number[];
  readonly version: number;
  readonly state: string;
  readonly rivals: { id: string; derived: { best: string } }[];
}

const taskFields = `id number days version state rivals { id derived { best } }`;
async function tasksOf(who: string, right = 'readBlind'): Promise<Task[]> {
  const answer = await ask(who, `query ($study: String!, $right: String!) { readingTasks(study: $study, right: $right) { ${taskFields} } }`, { right }); // prettier-ignore
  expect(answer.message).toBeNull();
  return answer.data!['readingTasks'] as Task[];
}

/** One target of these diameters. */
const measured = (...diametersMm: (number | null)[]) => ({
  lesions: [{ id: 'T1', role: 'target', organ: 'liver', diametersMm, states: [] }],
  newLesion: diametersMm.map(() => false),
});

const save = (who: string, { id, version }: Pick<Task, 'id' | 'version'>, reading: object, isSubmitted = true) =>
  ask(who, `mutation ($id: ID!, $version: Int!, $reading: ReadingInput!, $isSubmitted: Boolean!) {
    saveReading(id: $id, version: $version, reading: $reading, isSubmitted: $isSubmitted) { ${taskFields} } }`,
    { id, version, reading, isSubmitted }); // prettier-ignore

const assign = (who: string, codes: string[], changes: object = {}) =>
  ask(who, `mutation ($study: String!, $patients: [PatientToReadInput!]!, $firstReader: ID!, $secondReader: ID!, $adjudicator: ID!) {
    assignReadings(study: $study, patients: $patients, firstReader: $firstReader, secondReader: $secondReader, adjudicator: $adjudicator) }`,
    { patients: codes.map((code) => ({ patientId: patients[code] })), firstReader: people['una'], secondReader: people['duo'], adjudicator: people['tria'], ...changes }); // prettier-ignore

const cases = async () => {
  const { data } = await ask('manager', `query ($study: String!) { readingCases(study: $study) {
    id number state differs isStored fault readings { slot name state } } }`); // prettier-ignore
  return data!['readingCases'] as { id: string; number: number; state: string; differs: boolean; isStored: boolean; fault: string | null }[]; // prettier-ignore
};

/** Response as read of each visit, and the best response of the analysis row. */
async function storedOf(code: string): Promise<unknown[]> {
  const { rows } = await at.owner.query<{ read: (string | null)[]; best: string }>(
    `select (select array_agg(reader_response order by visit_number) from portal.tumour_assessment where patient_id = $1) as read,
       (select best_response from portal.subject where id = $1 limit 1) as best`,
    [patients[code]],
  );
  return [rows[0]!.read, rows[0]!.best];
}

describe('cases', () => {
  it('are given to those who can read blind, and to nobody else', async () => {
    const refused = async (who: string, codes: string[], changes: object = {}) => (await assign(who, codes, changes)).message; // prettier-ignore
    expect(await refused('staff', ['P1'])).toMatch(/does not include: assign readings/);
    expect(await refused('una', ['P1'])).toMatch(/does not include: assign readings/);
    expect(await refused('manager', ['P1'], { secondReader: people['una'] })).toMatch(/three people/);
    expect(await refused('manager', ['P1'], { adjudicator: people['duo'] })).toMatch(/three people/);
    expect(await refused('manager', ['P1'], { adjudicator: people['staff'] })).toMatch(/^adjudicator must be/);
    // Who reads records of the study by another role is not blind.
    expect(await refused('manager', ['P1'], { secondReader: people['both'] })).toMatch(
      /^secondReader must be a reader/,
    );
    const listed = await ask('manager', 'query ($study: String!) { patientsToRead(study: $study, code: "p1") { code isAssigned images { visitNumber day } } }'); // prettier-ignore
    const images = [{ visitNumber: 0, day: -5 }, { visitNumber: 1, day: 60 }, { visitNumber: 2, day: 120 }]; // prettier-ignore
    expect(listed.data!['patientsToRead']).toEqual([{ code: 'P1', isAssigned: false, images }]);
    expect(await refused('manager', ['P1', 'P4'])).toMatch(/P4 cannot be read: the first image must be the baseline/);
    const { data } = await ask('manager', 'query ($study: String!) { blindMembers(study: $study) { name right } }');
    expect(data!['blindMembers']).toEqual(expect.arrayContaining([{ name: 'una', right: 'readBlind' }, { name: 'duo', right: 'readBlind' }, { name: 'tria', right: 'adjudicate' }])); // prettier-ignore
    expect(data!['blindMembers']).toHaveLength(3);
    expect((await ask('both', '{ readingTasks(study: "PEOPLE", right: "readBlind") { id } }')).extensions).toMatchObject({ readings: 'NOT_BLIND' }); // prettier-ignore
    expect(await tasksOf('una')).toEqual([]);
  });

  it('are numbers and days to their readers; none is given twice', async () => {
    expect((await assign('manager', ['P1', 'P2', 'P3'])).data).toEqual({ assignReadings: 3 });
    expect(await assign('manager', ['P1'])).toMatchObject({ code: 'CONFLICT' });
    const [mine, theirs] = [await tasksOf('una'), await tasksOf('duo')];
    expect(mine.map(({ number }) => number)).toEqual(theirs.map(({ number }) => number));
    expect(mine.map(({ days }) => days)).toEqual([[-5, 60, 120], [-5, 60, 120], [-5, 60, 120]]); // prettier-ignore
    // Hidden from the adjudicator while they are read.
    expect(await tasksOf('tria', 'adjudicate')).toEqual([]);
    for (const who of ['duo', 'tria', 'staff', 'manager']) {
      const answer = await ask(who, `query { readingTask(id: "${mine[0]!.id}") { number } }`);
      expect(answer.message, who).toBe('reading not found');
    }
  });

  it('show a reader neither patient, arm, trail nor the other reading, by any statement', async () => {
    const asker = async (who: string) => ({ userId: people[who]!, name: who, email: '', studies: await readAccess(pool, people[who]!) }); // prettier-ignore
    const seen = async (who: string, table: string) => {
      const [row] = await new StudyDb(pool).read(await asker(who), (tx) => tx.rows<{ n: number }>(`select count(*)::int as n from portal.${table}`)); // prettier-ignore
      return row!.n;
    };
    for (const table of ['patient', 'treatment', 'tumour_assessment', 'subject', 'reading_link', 'audit_entry', 'slide_file'])
      for (const who of ['una', 'tria']) expect(await seen(who, table), `${table} of ${who}`).toBe(0);
    expect([await seen('una', 'reading'), await seen('tria', 'reading'), await seen('tria', 'reading_case')]).toEqual([3, 0, 0]);
    expect(await seen('una', 'reading_case')).toBe(3);
  }); // prettier-ignore
});

describe('a reading', () => {
  it('is derived as it is typed, and refused with the place at fault', async () => {
    const [{ id } = {} as Task] = await tasksOf('una');
    const derive = (reading: object) =>
      ask('una', `query ($id: ID!, $reading: ReadingInput!) { derivedReading(id: $id, reading: $reading) {
        best bestDay progressionDay visits { sumMm nadirMm overall ruleStatement { code } } } }`, { id, reading }); // prettier-ignore
    // By hand: 40 is half of 80; 48 is 20 % above 40.
    expect((await derive(measured(80, 40, 48))).data!['derivedReading']).toMatchObject({
      best: 'PR',
      bestDay: 60,
      progressionDay: 120,
      visits: [
        { overall: null, ruleStatement: { code: 'baselineVisit' } },
        { sumMm: 40, nadirMm: 80, overall: 'PR', ruleStatement: { code: 'shrinkageBelowBaseline' } },
        { sumMm: 48, nadirMm: 40, overall: 'PD', ruleStatement: { code: 'growthAboveNadir' } },
      ],
    });
    const faulty = await derive(measured(80, -1, 48));
    expect(faulty).toMatchObject({ code: 'BAD_USER_INPUT', extensions: { issues: [{ field: 'lesions.0.diametersMm.1' }] } }); // prettier-ignore
  });

  it('that agrees with the other is stored with the images, whoever hands in last', async () => {
    const [[mine], [theirs]] = [await tasksOf('una'), await tasksOf('duo')];
    const number = mine!.number;
    expect(await save('una', mine!, measured(9, 5, 5))).toMatchObject({ code: 'BAD_USER_INPUT', extensions: { issues: [{ field: 'lesions.0.diametersMm.0' }] } }); // prettier-ignore
    expect((await save('una', mine!, measured(80, 40, 10), false)).data!['saveReading']).toMatchObject({ state: 'open', version: 2 }); // prettier-ignore
    expect(await save('una', mine!, measured(80, 40, 10))).toMatchObject({ code: 'CONFLICT' });
    // At once: one of the two sees the other.
    const both = await Promise.all([save('una', { ...mine!, version: 2 }, measured(80, 40, 10)), save('duo', theirs!, measured(90, 60, 0.5))]); // prettier-ignore
    expect(both.map(({ message }) => message)).toEqual([null, null]);
    const found = (await cases()).find((one) => one.number === number);
    expect(found).toMatchObject({ state: 'accepted', differs: false, isStored: true, fault: null });
    const code = await revealed(found!.id);
    expect(await storedOf(code)).toEqual([[null, 'PR', 'PR'], 'PR']);
    // Why other values are missing stays.
    const reasons = await at.owner.query(`select distinct missing from portal.tumour_assessment where patient_id = $1 and visit_number > 0`, [patients[code]]); // prettier-ignore
    expect(reasons.rows).toEqual([{ missing: { newLesion: 'unknown' } }]);
    const removed = await ask('manager', `mutation ($id: ID!) { removePatient(id: $id, version: 1, reason: "twice") }`, { id: patients[code] }); // prettier-ignore
    expect(removed).toMatchObject({ code: 'CONFLICT', message: 'what is removed must have no case of blinded reading: it would lose its patient' }); // prettier-ignore
    const { rows } = await at.owner.query(`select distinct user_name, reason from portal.audit_entry where form = 'tumour_assessment' and action = 'correct' and patient_id = $1`, [patients[code]]); // prettier-ignore
    expect(rows).toEqual([{ user_name: 'portal readings', reason: 'accepted blinded reading' }]);
  });

  it('that was handed in is fixed, also for a statement of the application', async () => {
    const [task] = (await tasksOf('una')).filter(({ state }) => state === 'submitted');
    expect(await save('una', task!, measured(80, 10, 10))).toMatchObject({ code: 'CONFLICT', extensions: { reading: 'SUBMITTED' } }); // prettier-ignore
    const studies = await readAccess(pool, people['una']!);
    const forced = new StudyDb(pool).write({ userId: people['una']!, name: 'una', email: '', studies }, null, (tx) =>
      tx.rows(`update portal.reading set best = 'CR' where id = $1`, [task!.id]),
    );
    await expect(forced).rejects.toThrow('a reading that was handed in is fixed');
  });

  it('that differs goes to the adjudicator, who sees both without names; all three are kept', async () => {
    const [mine] = (await tasksOf('una')).filter(({ state }) => state === 'open');
    const theirs = (await tasksOf('duo')).find(({ number }) => number === mine!.number);
    await save('una', mine!, measured(80, 90, 100));
    expect(await tasksOf('tria', 'adjudicate')).toEqual([]);
    await save('duo', theirs!, measured(80, 40, 30));
    const [task] = await tasksOf('tria', 'adjudicate');
    expect(task).toMatchObject({ number: mine!.number, state: 'open' });
    // 100 is 25 % above 80.
    expect(task!.rivals.map(({ derived }) => derived.best).toSorted()).toEqual(['PR', 'SD']);
    const choose = `mutation ($id: ID!, $version: Int!, $chosenId: ID!) { chooseReading(id: $id, version: $version, chosenId: $chosenId, remark: "necrosis") { state } }`; // prettier-ignore
    const { id, version } = task!;
    expect(await ask('tria', choose, { id, version, chosenId: id })).toMatchObject({ message: 'reading not found' });
    const chosenId = task!.rivals.find(({ derived }) => derived.best === 'PR')!.id;
    expect((await ask('tria', choose, { id, version, chosenId })).message).toBeNull();
    const found = (await cases()).find(({ number }) => number === task!.number)!;
    expect(found).toMatchObject({ state: 'accepted', differs: true, isStored: true });
    const code = await revealed(found.id);
    expect(await storedOf(code)).toEqual([[null, 'PR', 'PR'], 'PR']);
    const { data } = await ask('staff', `query ($id: ID!) { acceptedReadings(patientId: $id) { isAdjudicated isStored derived { best } } }`, { id: patients[code] }); // prettier-ignore
    expect(data!['acceptedReadings']).toEqual([{ isAdjudicated: true, isStored: true, derived: { best: 'PR' } }]);
    const kept = await at.owner.query(`select count(*)::int as n from portal.reading where case_id = $1 and state = 'submitted'`, [found.id]); // prettier-ignore
    expect(kept.rows).toEqual([{ n: 3 }]);

    // Opened again with a reason, the decision is open too.
    const reopen = `mutation ($caseId: ID!, $reason: String!) { reopenReading(caseId: $caseId, slot: "first", reason: $reason) { state readings { slot state } } }`; // prettier-ignore
    expect(await ask('manager', reopen, { caseId: found.id, reason: ' ' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await ask('una', reopen, { caseId: found.id, reason: 'x' })).toMatchObject({ message: 'case not found' });
    expect((await ask('manager', reopen, { caseId: found.id, reason: 'wrong series' })).data!['reopenReading']).toEqual(
      {
        state: 'reading',
        readings: [
          { slot: 'first', state: 'open' },
          { slot: 'second', state: 'submitted' },
          { slot: 'adjudication', state: 'open' },
        ],
      },
    );
    const again = (await tasksOf('una')).find(({ number }) => number === task!.number)!;
    await save('una', again, measured(80, 90, 100));
    expect((await cases()).find(({ number }) => number === task!.number)).toMatchObject({ state: 'discordant' });
  });

  it('and another give kappa and the rate of adjudication', async () => {
    const { data } = await ask('staff', `query ($study: String!) { readingAgreement(study: $study) {
      cases discordant adjudicated ofVisits { n observed kappa } ofBest { n observed kappa } } }`); // prettier-ignore
    // By hand: visits PR PR, PR PR; SD PR, PD PR. Observed 2/4; expected 1/2 * 1: kappa 0. Best: PR PR; SD PR.
    expect(data!['readingAgreement']).toEqual({
      cases: 2,
      discordant: 1,
      adjudicated: 0,
      ofVisits: { n: 4, observed: 0.5, kappa: 0 },
      ofBest: { n: 2, observed: 0.5, kappa: 0 },
    });
    expect(await ask('una', 'query ($study: String!) { readingAgreement(study: $study) { cases } }')).toMatchObject({ code: 'FORBIDDEN' }); // prettier-ignore
  });

  it('that cannot be stored says why to who assigned it, and nothing of it is stored', async () => {
    const [mine] = (await tasksOf('una')).filter(({ state }) => state === 'open');
    const theirs = (await tasksOf('duo')).find(({ number }) => number === mine!.number)!;
    const caseOf = async () => (await cases()).find(({ number }) => number === mine!.number)!;
    const { id } = await caseOf();
    const code = await revealed(id);
    await at.owner.query(`begin; select set_config('app.user_id', 'test', true);
      delete from portal.tumour_assessment where visit_number = 2 and patient_id = '${patients[code]}'; commit`);
    await save('una', mine!, measured(80, 40, 0));
    expect(await save('duo', theirs, measured(80, 40, 0))).toMatchObject({ message: null });
    expect(await caseOf()).toMatchObject({ state: 'accepted', isStored: false, fault: 'image of day 120: record not found' });
    expect(await storedOf(code)).toEqual([[null, null], null]);
    const again = await ask('manager', `mutation ($id: ID!) { storeAcceptedReading(caseId: $id) { isStored fault } }`, { id }); // prettier-ignore
    expect(again.data!['storeAcceptedReading']).toEqual({ isStored: false, fault: 'image of day 120: record not found' });
  }); // prettier-ignore
});

/** The code of the patient of a case, which leaves a trace. */
async function revealed(caseId: string): Promise<string> {
  const { data } = await ask('manager', `mutation ($caseId: ID!) { revealReadingCase(caseId: $caseId) { code patientId } }`, { caseId }); // prettier-ignore
  const { code, patientId } = data!['revealReadingCase'] as { code: string; patientId: string };
  const { rows } = await at.owner.query(`select user_name from portal.audit_entry where action = 'unblinded' and patient_id = $1`, [patientId]); // prettier-ignore
  expect(rows).toContainEqual({ user_name: 'manager' });
  return code;
}
