import { demographicsForm, type QueryMove } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { about, type AskedStudy, code, openAskedStudy, study } from './asked-study.fixture.ts';

let at: AskedStudy;
beforeAll(async () => {
  at = await openAskedStudy();
}, 120_000);
afterAll(() => at?.close());

describe('raising', () => {
  const raise = async (userId: string, change: object) =>
    at.queries
      .raise(await at.as(userId), study, { subjects: [{ patientId: at.patient, recordId: null }], ...about, ...change })
      .then(
        (rows) => rows.length,
        (error: unknown) => `${code(error)}: ${(error as Error).message}`,
      );

  it('asks many about one field, all or none', async () => {
    const both = [at.patient, at.elsewhere].map((patientId) => ({ patientId, recordId: null }));
    expect(await raise('head', { subjects: both })).toBe(2);
    const before = await at.queries.counts(await at.as('head'), study);
    const missing = { patientId: '00000000-0000-4000-8000-000000000000', recordId: null };
    expect(await raise('head', { subjects: [...both, missing] })).toBe('NOT_FOUND: patient not found');
    expect(await at.queries.counts(await at.as('head'), study)).toEqual(before);
  });

  it('answers alike for a patient of another centre and one that does not exist, and so for records', async () => {
    expect(await raise('monitor', { subjects: [{ patientId: at.elsewhere, recordId: null }] })).toBe(
      'NOT_FOUND: patient not found',
    );
    for (const recordId of [await at.recordOf(at.elsewhere), '00000000-0000-4000-8000-000000000000', 'x']) {
      expect(await raise('monitor', { subjects: [{ patientId: at.patient, recordId }] })).toBe(
        'NOT_FOUND: record not found',
      );
    }
  });

  it('names what is wrong with the form, the field or the text', async () => {
    expect(await raise('monitor', { form: 'none' })).toMatch(/^BAD_USER_INPUT: form must be one of demographics/);
    expect(await raise('monitor', { field: 'shoeSize' })).toMatch(/^BAD_USER_INPUT: field must be one of the form/);
    expect(await raise('monitor', { text: ' ' })).toBe('BAD_USER_INPUT: text must be 1 to 2000 characters');
    expect(await raise('monitor', { subjects: [] })).toMatch(/^BAD_USER_INPUT: subjects must name/);
    expect(await raise('staff', {})).toMatch(/^FORBIDDEN/);
  });
});

describe('several queries', () => {
  const moveAll = async (
    userId: string,
    named: readonly { id: string; version: number }[],
    move: QueryMove,
    text = 'x',
  ) =>
    at.queries.move(await at.as(userId), { queries: named, move, text }).then(
      (moved) => moved.map(({ state, version }) => `${state} ${version}`),
      (error: unknown) => (error as { extensions: { code: string; moved?: string[] } }).extensions,
    );

  it('are answered and closed together, each with its message and its entries of the trail', async () => {
    const three = [await at.raised(), await at.raised(), await at.raised()];
    expect(await moveAll('staff', three, 'answered', ' As in the letter. ')).toEqual(Array(3).fill('answered 2'));
    const answered = three.map(({ id }) => ({ id, version: 2 }));
    expect(await moveAll('monitor', answered, 'closed', '')).toEqual(Array(3).fill('closed 3'));
    const { rows } = await at.owner.query<{ said: string; n: number }>(
      `select m.kind || ' ' || m.message as said, count(*)::int as n from portal.data_query_message m
       join portal.audit_entry a on a.record_id = m.id where m.query_id = any ($1) group by 1 order by 1`,
      [three.map(({ id }) => id)],
    );
    expect(rows).toEqual([
      { said: 'answered As in the letter.', n: 3 },
      { said: 'closed ', n: 3 },
      { said: 'raised Is the age that of enrolment?', n: 3 },
    ]);
  });

  it('stay as they are where one has moved on, and the refusal names that one', async () => {
    const [first, second] = [await at.raised(), await at.raised()];
    const closed = await at.said('monitor', second, 'closed', '');
    const stale = { code: 'CONFLICT', moved: [second.id] };
    expect(await moveAll('staff', [first, second], 'answered')).toEqual(stale);
    // It is open again, in a version that was not read.
    await at.said('monitor', closed, 'reopened');
    expect(await moveAll('staff', [first, second], 'answered')).toEqual(stale);
    const now = await at.queries.move(await at.as('staff'), { queries: [first], move: 'remarked', text: 'x' });
    expect(now[0]!.messages.map(({ kind }) => kind)).toEqual(['raised', 'remarked']);
  });

  it('stay as they are for who may not do it to each, and are named once, of those that exist', async () => {
    const mine = await at.raised();
    const foreign = await at.raised('head', at.elsewhere);
    expect(await moveAll('head', [mine, foreign], 'remarked')).toEqual(['open 2', 'open 2']);
    const [now, there] = [mine, foreign].map(({ id }) => ({ id, version: 2 }));
    expect(await moveAll('monitor', [now!, there!], 'closed')).toEqual({ code: 'NOT_FOUND' });
    expect(await moveAll('monitor', [now!], 'answered')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await moveAll('monitor', [now!, now!], 'closed')).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await moveAll('monitor', [now!], 'remarked', ' ')).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await moveAll('monitor', [], 'closed')).toMatchObject({ code: 'BAD_USER_INPUT' });
    await at.said('head', there!, 'closed', '');
  });
});

describe('whom a question would reach', () => {
  const whole = { patientIds: [], codes: [], form: demographicsForm.name, field: 'sex', eachRecord: true };
  const found = async (userId: string, change: object) =>
    at.subjects.find(await at.as(userId), study, { ...whole, ...change }).then(
      (answer) => answer,
      (error: unknown) => `${code(error)}: ${(error as Error).message}`,
    );

  it('is found by id and by code at the asker’s centres, each record once, and what nobody has is named', async () => {
    const here = {
      patientId: at.patient,
      patientCode: 'A1',
      centre: 'A',
      recordId: at.record,
      isLocked: false,
      waiting: 0,
    };
    const asked = { patientIds: [at.patient, at.elsewhere], codes: ['A1', 'B1', 'A-9', 'A-9'] };
    expect(await found('monitor', asked)).toEqual({ subjects: [here], unknownCodes: ['B1', 'A-9'], isCut: false });
    expect(await found('head', asked)).toMatchObject({
      subjects: [here, { patientCode: 'B1', centre: 'B' }],
      unknownCodes: ['A-9'],
    });
    // A form without a record, and one that is asked about as a whole.
    for (const change of [{ form: 'baseline', field: null }, { eachRecord: false }]) {
      expect(await found('monitor', { codes: ['A1'], ...change })).toMatchObject({
        subjects: [{ patientId: at.patient, recordId: null }],
      });
    }
  });

  it('shows what is locked and what waits for an answer on the same field', async () => {
    const [query] = await at.queries.raise(await at.as('monitor'), study, {
      subjects: [{ patientId: at.patient, recordId: at.record }],
      ...{ form: demographicsForm.name, field: 'sex', text: 'x' },
    });
    expect(await found('monitor', { codes: ['A1'] })).toMatchObject({ subjects: [{ waiting: 1, isLocked: false }] });
    expect(await found('monitor', { codes: ['A1'], field: null })).toMatchObject({ subjects: [{ waiting: 0 }] });
    await at.said('monitor', query!, 'closed', '');
    await at.owner.query(`update portal.data_query set state = 'closed' where patient_id = $1`, [at.elsewhere]);
    await at.owner.query(
      `insert into portal.record_hold (centre_id, patient_id, record_id, form, kind, reason, set_by, user_id, updated_by)
       select centre_id, patient_id, id, 'demographics', 'locked', 'cut', 'x', 'x', 'x' from portal.demographics where patient_id = $1`,
      [at.elsewhere],
    );
    expect(await found('head', { codes: ['B1'] })).toMatchObject({ subjects: [{ isLocked: true }] });
    expect(await found('head', { codes: ['B1'], eachRecord: false })).toMatchObject({
      subjects: [{ isLocked: false }],
    });
  });

  it('is refused without the right, for a form or field that is not there, and for too many at once', async () => {
    expect(await found('staff', {})).toMatch(/^FORBIDDEN/);
    expect(await found('monitor', { form: 'none' })).toMatch(/^BAD_USER_INPUT: form must be one of/);
    expect(await found('monitor', { field: 'shoeSize' })).toMatch(/^BAD_USER_INPUT: field must be one of/);
    expect(await found('monitor', { codes: Array(1001).fill('A1') })).toBe(
      'BAD_USER_INPUT: codes must name at most 1000 patients',
    );
  });
});
