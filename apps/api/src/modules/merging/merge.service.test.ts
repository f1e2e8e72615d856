import { changeKinds } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { AuditHeads } from '../audit/audit-heads.ts';
import { AuditService } from '../audit/audit.service.ts';
import { AccountDirectory } from '../auth/index.ts';
import { EligibilityDecisionService, ScreeningService } from '../eligibility/index.ts';
import { IdentityService } from '../identities/identity.service.ts';
import { RecordService } from '../patients/record.service.ts';
import { RemovalService } from '../patients/removal.service.ts';
import { openStudyOfRecords } from '../patients/study-of-records.fixture.ts';
import { DataQueryService } from '../queries/index.ts';
import { ReviewService, VerificationService } from '../review/index.ts';
import { DueService, VisitFactsStore } from '../schedule/index.ts';
import { StudyService } from '../studies/study.service.ts';
import { type Merge, MergeService } from './merge.service.ts';

let study: Awaited<ReturnType<typeof openStudyOfRecords>>;
let merges: MergeService;
let removals: RemovalService;
let staff: () => PortalContext;

beforeAll(async () => {
  study = await openStudyOfRecords('MERGES');
  const records = new RecordService(study.db);
  merges = new MergeService(study.db, records);
  removals = new RemovalService(study.db, new StudyService(study.db), records);
  const { studies, ...who } = study.operator;
  staff = () => ({
    asker: { ...who, userId: 'staff', studies: studies.map((one) => ({ ...one, role: 'staff' as const })) },
    requestId: '',
  });
});
afterAll(() => study?.close());

const rows = <T>(sql: string, values: readonly unknown[]) =>
  study.db.read(study.operator, (tx) => tx.rows<T>(sql, values));
const reason = 'entered twice: one hospital number';

/** Merges as the preview stood, with what the person chose. */
async function merge(
  keptId: string,
  otherId: string,
  given: Partial<Pick<Merge, 'choices' | 'identity' | 'state'>> = {},
  ctx = study.ctx(),
) {
  const { state } = await merges.preview(ctx, { keptId, otherId });
  await merges.merge(ctx, { keptId, otherId, state, choices: [], identity: [], reason, ...given });
}

describe('a patient who was entered twice', () => {
  it('is one: records, queries and marks move, and what both have is chosen field by field', async () => {
    const [kept, other] = [await study.aPatient(), await study.aPatient()];
    await kept.contact('2022-03-12', 'alive');
    await other.contact('2022-03-12', 'alive');
    const death = await other.contact('2022-05-11', 'dead');
    const [ofKept, ofOther] = [
      await kept.save('baseline', { tumourSizeMm: 81, afpNgMl: 20 }),
      await other.save('baseline', { tumourSizeMm: 90, afpNgMl: 40, cirrhosis: true }),
    ];
    const queries = new DataQueryService(study.db, new StudyService(study.db));
    const ask = (form: string, recordId: string, field: string) =>
      queries.raise(study.ctx(), 'MERGES', {
        ...{ subjects: [{ patientId: other.id, recordId }], form, field, text: 'please look' },
      });
    await ask('followUp', death.id, 'contactOn');
    await ask('baseline', ofOther.id, 'tumourSizeMm');
    const mark = { form: 'followUp', recordId: death.id, version: 1, field: null };
    await new VerificationService(study.db, new StudyService(study.db)).verify(study.ctx(), other.id, mark);

    const preview = await merges.preview(study.ctx(), { keptId: kept.id, otherId: other.id });
    expect(preview).toMatchObject({ obstacles: [], queries: 2 });
    expect(preview.plans.flatMap(({ moves }) => moves.map(({ id }) => id))).toEqual([death.id]);
    // Demographics, treatment and the contact of one day are equal.
    const pairs = preview.plans.flatMap((plan) => plan.pairs);
    expect(pairs.map(({ form, differing }) => [form.name, [...differing].toSorted()])).toEqual([
      ['demographics', []],
      ['baseline', ['afpNgMl', 'cirrhosis', 'tumourSizeMm']],
      ['treatment', []],
      ['followUp', []],
    ]);

    const choose = (field: string, takesOther: boolean) => ({ recordId: ofKept.id, field, takesOther });
    const some = [choose('tumourSizeMm', true), choose('cirrhosis', true)];
    await expect(merge(kept.id, other.id, { choices: some })).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', issues: [{ field: 'afpNgMl', problem: 'required' }] },
    });
    const choices = [...some, choose('afpNgMl', false)];
    await expect(merge(kept.id, other.id, { choices, state: 'another' })).rejects.toMatchObject({
      extensions: { code: 'CONFLICT' },
    });
    await merge(kept.id, other.id, { choices });

    expect(
      await rows(
        `select code, os_days as "osDays", os_event as "osEvent", tumour_size_mm as size, afp_ng_ml as afp, cirrhosis from portal.subject
         where id = any ($1)`,
        [[kept.id, other.id]],
      ),
    ).toEqual([{ code: kept.code, osDays: 120, osEvent: true, size: 90, afp: 20, cirrhosis: true }]);
    const baselineVersions = 'select version from portal.baseline where patient_id = $1';
    expect(await rows(baselineVersions, [kept.id])).toEqual([{ version: 2 }]);
    // The record moved as it was: same version, same mark; the query about the given-up record is about the one in its place.
    expect(await rows('select id, version from portal.follow_up where id = $1', [death.id])).toEqual([
      { id: death.id, version: 1 },
    ]);
    expect(
      await rows('select verified, patient_id as patient from portal.record_verification where record_id = $1', [
        death.id,
      ]),
    ).toEqual([{ verified: true, patient: kept.id }]);
    expect(
      await rows(
        'select form, record_id as record, patient_id as patient, state from portal.data_query order by place',
        [],
      ),
    ).toEqual([
      { form: 'followUp', record: death.id, patient: kept.id, state: 'open' },
      { form: 'baseline', record: ofKept.id, patient: kept.id, state: 'open' },
    ]);
  });

  it('stays among the removed ones, leads to the other, and is in the trail of both', async () => {
    const [kept, other] = [await study.aPatient(), await study.aPatient()];
    const event = await other.save('adverseEvent', { term: 'Rash', grade: '1', startedOn: '2022-02-01' });
    await merge(kept.id, other.id);
    const [listed] = (await removals.removedPatients(study.ctx(), 'MERGES')).filter(({ id }) => id === other.id);
    expect(listed).toMatchObject({ patientCode: other.code, mergedInto: kept.id, reason });
    await expect(removals.restorePatient(study.ctx(), { id: other.id, reason })).rejects.toMatchObject({
      extensions: { code: 'NOT_FOUND' },
    });
    expect(await rows('select code from portal.former_code where patient_id = $1', [kept.id])).toEqual([
      { code: other.code },
    ]);
    const trail = (id: string) =>
      rows<{ action: string; form: string }>(
        `select action, form, reason, changes from portal.audit_entry where patient_id = $1 and reason = $2 order by id`,
        [id, reason],
      );
    const merged = { action: 'merge', form: 'patient', changes: { code: [other.code, kept.code] } };
    expect(await trail(kept.id)).toMatchObject([
      { action: 'correct', form: 'adverse_event', changes: { patient_id: [other.id, kept.id] } },
      merged,
    ]);
    // Demographics and treatment were equal, and are given up.
    expect((await trail(other.id)).map(({ action, form }) => [action, form])).toEqual([
      ['delete', 'demographics'],
      ['delete', 'treatment'],
      ['merge', 'patient'],
      ['delete', 'patient'],
    ]);
    // The history of a record that moved is whole, under the patient who has it now.
    const audit = new AuditService(
      study.db,
      new StudyService(study.db),
      new AuditHeads('.'),
      new AccountDirectory(null),
    );
    const filter = { kinds: changeKinds, patientId: kept.id, recordId: event.id };
    const history = await audit.page(study.ctx(), 'MERGES', { filter, first: 10, after: null });
    expect(history.map(({ kind, patientId }) => [kind, patientId])).toEqual([
      ['correct', kept.id],
      ['create', other.id],
    ]);
    expect((await audit.names(study.ctx(), history)).patients).toEqual(
      new Map([
        [kept.id, kept.code],
        [other.id, other.code],
      ]),
    );
    // What was given up is with the one who stays, and says which record stands in its place.
    const given = await removals.removedRecords(study.ctx(), kept.id);
    expect(given.map(({ table, patientCode, mergedInto }) => [table, patientCode, mergedInto === null])).toEqual(
      expect.arrayContaining([
        ['demographics', other.code, false],
        ['treatment', other.code, false],
      ]),
    );
    expect(await rows('select patient_id as patient from portal.adverse_event where id = $1', [event.id])).toEqual([
      { patient: kept.id },
    ]);
  });

  it('is refused for two arms, one patient twice and what is not the asker’s', async () => {
    const [kept, other] = [await study.aPatient(), await study.aPatient()];
    const [treatment] = await rows<{ id: string }>('select id from portal.treatment where patient_id = $1', [other.id]);
    await study.db.write(study.operator, 'another arm', (tx) =>
      tx.rows(`update portal.treatment set arm = 'HAIC' where id = $1`, [treatment!.id]),
    );
    const preview = await merges.preview(study.ctx(), { keptId: kept.id, otherId: other.id });
    expect(preview.obstacles).toMatchObject([{ code: 'arms' }]);
    await expect(merge(kept.id, other.id)).rejects.toMatchObject({
      message: expect.stringContaining(`${other.code} has HAIC; correct the arm of one of them first`),
      extensions: { code: 'BAD_USER_INPUT', issues: [{ field: 'arm' }] },
    });
    await expect(merge(kept.id, kept.id.toUpperCase())).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', issues: [{ field: 'other' }] },
    });
    await expect(merge(kept.id, '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      extensions: { code: 'NOT_FOUND' },
    });
  });

  it('is refused by name for what is locked, a slide with an image, and records that would contradict each other', async () => {
    const [kept, other] = [await study.aPatient(), await study.aPatient()];
    const slide = await other.save('slide', { barcode: 'S-77' });
    await study.db.write(study.operator, null, (tx) =>
      tx.rows(
        `insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px, microns_per_pixel,
           vendor, synthetic, updated_by)
         select id, centre_id, patient_id, repeat('0', 64) || '.tiff', repeat('0', 64), 1, 9, 9, null, 'x', true, 'test' from portal.slide where id = $1`,
        [slide.id],
      ),
    );
    await expect(merge(kept.id, other.id)).rejects.toMatchObject({
      message: expect.stringContaining(`S-77 of ${other.code}`),
      extensions: { code: 'CONFLICT', issues: [{ field: 'slide' }] },
    });

    const third = await study.aPatient();
    const contact = await third.contact('2022-03-12', 'alive');
    const review = new ReviewService(study.db, new StudyService(study.db));
    const target = { patientId: third.id, form: 'followUp', recordId: contact.id };
    const [hold] = await review.hold(study.ctx(), target, 'locked', 'final');
    await expect(merge(kept.id, third.id)).rejects.toMatchObject({
      message: expect.stringContaining(`Follow-up of ${third.code} is locked`),
      extensions: { code: 'CONFLICT', issues: [{ field: 'held' }] },
    });
    await review.lift(study.ctx(), hold!.id, 'entered twice');
    await kept.contact('2022-02-01', 'dead');
    await expect(merge(kept.id, third.id)).rejects.toMatchObject({
      message: expect.stringContaining('Alive after death'),
      extensions: { code: 'BAD_USER_INPUT', issues: [{ field: 'records' }] },
    });
    expect(await rows('select id from portal.follow_up where patient_id = $1', [third.id])).toEqual([
      { id: contact.id },
    ]);
  });

  it('keeps what was decided on eligibility, screened and ended of either; where the two differ, it is refused by name', async () => {
    const [kept, other, third] = [await study.aPatient(), await study.aPatient(), await study.aPatient()];
    const studies = new StudyService(study.db);
    const decide = (id: string, eligible: boolean, version = 0) =>
      new EligibilityDecisionService(study.db).decide(study.ctx(), id, { eligible, reason: 'the board', version });
    const screen = (number: string, patient: string) =>
      new ScreeningService(study.db, studies).save(study.ctx(), 'MERGES', 'C1', null, {
        ...{ number, screenedOn: '2022-01-02', outcome: 'enrolled', failedCriteria: [], reason: null, patient },
      });
    const stop = (id: string, stoppedOn: string) =>
      new DueService(study.db, studies, new VisitFactsStore(study.db)).stop(study.ctx(), id, 0, {
        ...{ stoppedOn, why: 'withdrawn', note: null },
      });
    const of = (id: string) =>
      rows(
        `select (select json_agg(eligible) from portal.eligibility_decision where patient_id = $1) as decided,
           (select json_agg(number) from portal.screening where patient_id = $1) as screened,
           (select json_agg(stopped_on) from portal.visit_stop where patient_id = $1) as stopped,
           (select eligibility from portal.subject where id = $1) as state`,
        [id],
      );

    await decide(other.id, false);
    await screen('S-2', other.code);
    await stop(other.id, '2022-06-01');
    await merge(kept.id, other.id);
    const moved = { decided: [false], screened: ['S-2'], stopped: ['2022-06-01'], state: 'ineligible' };
    expect(await of(kept.id)).toEqual([moved]);

    await decide(third.id, true);
    await screen('S-3', third.code);
    await stop(third.id, '2022-07-01');
    await expect(merge(kept.id, third.id)).rejects.toMatchObject({
      message: expect.stringContaining(
        `${third.code} was decided to be eligible, ${kept.code} not to be; take back one of the two first`,
      ),
      extensions: {
        code: 'CONFLICT',
        issues: [{ field: 'eligibilityDecision' }, { field: 'screening' }, { field: 'visitStop' }],
      },
    });
    // What both say alike is kept once.
    await decide(third.id, false, 1);
    await study.db.write(study.operator, 'the same person', async (tx) => {
      await tx.rows(
        `update portal.screening set outcome = 'other', reason = 'the same person', patient_id = null where number = 'S-3'`,
        [],
      );
      await tx.rows(`update portal.visit_stop set stopped_on = '2022-06-01' where patient_id = $1`, [third.id]);
    });
    await merge(kept.id, third.id);
    expect(await of(kept.id)).toEqual([moved]);
    expect(await of(third.id)).toEqual([{ decided: null, screened: null, stopped: null, state: null }]);
  });

  it('has one identity, chosen by those who may know it, and the trail has no value of it', async () => {
    const identities = new IdentityService(study.db, new StudyService(study.db));
    const [kept, other] = [await study.aPatient(), await study.aPatient()];
    const save = (patientId: string, values: object) =>
      identities.save(staff(), { patientId, version: null, values: { ...values }, reason: null });
    await save(kept.id, { fullName: '甲', hospitalNumber: 'H-4411' });
    await save(other.id, { fullName: '甲', hospitalNumber: 'H-4412', telephone: 'T-555' });
    // The operator knows no identities, and would lose one.
    await expect(merge(kept.id, other.id)).rejects.toMatchObject({
      extensions: { code: 'CONFLICT', issues: [{ field: 'identity' }] },
    });
    const identity = [{ field: 'hospitalNumber', takesOther: true }];
    await expect(merge(kept.id, other.id, { identity }, staff())).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', issues: [{ field: 'telephone' }] },
    });
    const all = [...identity, { field: 'telephone', takesOther: true }];
    await merge(kept.id, other.id, { identity: all }, staff());
    expect((await identities.show(staff(), kept.id)).identity).toMatchObject({
      ...{ fullName: '甲', hospitalNumber: 'H-4412', telephone: 'T-555', version: 2 },
    });
    const seen = await rows<{ text: string }>(
      `select (changes || coalesce(details, '{}'))::text as text from portal.audit_entry where patient_id = any ($1)`,
      [[kept.id, other.id]],
    );
    expect(seen.filter(({ text }) => /H-441|甲|T-555/.test(text))).toEqual([]);
  });
});
