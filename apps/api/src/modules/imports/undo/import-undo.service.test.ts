import { demographicsForm, followUpForm, forms, type ImportReport } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PortalContext } from '../../../context/portal-context.ts';
import { type PortalError } from '../../../context/portal-error.ts';
import { tableOf } from '../../../db/entity-from-form.ts';
import { type StudyDb, type StudyTransaction } from '../../../db/study-db.ts';
import { fileOf } from '../../../tables/index.ts';
import { RemovalService } from '../../patients/removal.service.ts';
import { openReviewedStudy, outcome, type ReviewedStudy } from '../../review/reviewed-study.fixture.ts';
import { ImportService } from '../import.service.ts';
import { ImportUndoService } from './import-undo.service.ts';

let study: ReviewedStudy;
let undos: ImportUndoService;
let staff: PortalContext;
let colleague: PortalContext;
let head: PortalContext;

beforeAll(async () => {
  study = await openReviewedStudy('UNDO', ['staff', 'dataManager', 'monitor']);
  undos = new ImportUndoService(study.db, study.studies);
  [staff, colleague, head] = [await study.as('staff'), await study.as('dataManager'), await study.as('head')];
});
afterAll(() => study?.close());

const reason = 'the file of another study';

async function run(ctx: PortalContext, lines: readonly string[], blankEmpty = false): Promise<ImportReport> {
  const file = fileOf('cohort.csv', lines.join('\n'));
  const request = { study: 'UNDO', file, map: null, dryRun: false, blankEmpty };
  const report = await new ImportService(study.db).run(ctx.asker, request);
  expect(report).toMatchObject({ committed: true });
  return report;
}

/** Imports what differs. @returns its id. */
async function imported(ctx: PortalContext, lines: readonly string[], blankEmpty = false): Promise<string> {
  await run(ctx, lines, blankEmpty);
  return (await undos.list(ctx, 'UNDO'))[0]!.id;
}

const rows = async <T extends object>(sql: string, values: readonly unknown[] = []) =>
  (await study.owner.query<T>(sql, [...values])).rows;

/** Every patient and record as it is, without what every writing changes. */
async function everything(): Promise<unknown> {
  const unseen = `- array['version', 'updated_at', 'updated_by', 'data_version']`;
  const tables = ['patient', ...forms.map(tableOf), 'subject'];
  const found = [];
  for (const table of tables) {
    const stored = await rows<{ row: object }>(
      `select to_jsonb(t) ${unseen} as row from portal."${table}" t order by t.id`,
    );
    found.push([table, stored.map(({ row }) => row)]);
  }
  return found;
}

const idOf = async (code: string) =>
  (await rows<{ id: string }>('select id from portal.patient where code = $1', [code]))[0]!.id;

async function recordOf(table: string, code: string): Promise<{ id: string; patientId: string; version: number }> {
  const [found] = await rows<{ id: string; patientId: string; version: number }>(
    `select r.id, r.patient_id as "patientId", r.version from portal."${table}" r join portal.patient p on p.id = r.patient_id
     where p.code = $1`,
    [code],
  );
  return found!;
}

/** As a person at a form. */
async function correctAge(ctx: PortalContext, code: string, ageYears: number): Promise<unknown> {
  const record = { ...(await recordOf('demographics', code)), values: { ageYears, sex: 'male' }, reason: 'misread' };
  return study.records.save(ctx, demographicsForm, record);
}

/** What a refused undo names, in words. */
async function refusal(ctx: PortalContext, id: string): Promise<string[]> {
  const before = await everything();
  const error = await undos.undo(ctx, { id, reason }).then(
    () => null,
    (cause: unknown) => cause as PortalError,
  );
  expect(error?.code).toBe('CONFLICT');
  expect(await everything()).toEqual(before);
  const { issues = [] } = error!.extensions as { issues?: { expected: { en: string } }[] };
  return issues.map(({ expected }) => expected.en);
}

const demographics = 'patient_code,centre,age_years,sex';
const contacts = 'patient_code,centre,contact_on,vital_status';

describe('an import that is undone', () => {
  it('leaves nothing of new patients and records, which stay among the removed ones', async () => {
    const before = await everything();
    const id = await imported(staff, [demographics, 'N-1,A,60,male', 'N-2,A,61,female']);
    await run(staff, [demographics, 'N-1,A,60,male']);
    const [listed, ...others] = await undos.list(staff, 'UNDO');
    expect(others).toEqual([]);
    expect(listed).toMatchObject({
      ...{ id, fileName: 'cohort.csv', patientsAdded: 2, recordsAdded: 2, recordsChanged: 0 },
      ...{ importedBy: 'staff', mayUndo: true, undoneAt: null },
    });
    expect(listed!.undoableUntil.getTime() - listed!.importedAt.getTime()).toBe(86_400_000);
    const patient = await idOf('N-1');
    expect(await undos.preview(staff, id)).toEqual({ obstacles: [], obstaclesTotal: 0 });

    const undone = await undos.undo(staff, { id, reason: ` ${reason} ` });
    expect(undone).toMatchObject({ mayUndo: false, undoneBy: 'staff', undoReason: reason });
    expect(await everything()).toEqual(before);
    const trail = await rows(
      `select action, form, reason from portal.audit_entry where patient_id = $1 or record_id = $2 order by id desc limit 3`,
      [patient, id],
    );
    expect(trail).toEqual([
      { action: 'correct', form: 'data_import', reason },
      { action: 'delete', form: 'patient', reason },
      { action: 'delete', form: 'demographics', reason },
    ]);

    const removals = new RemovalService(study.db, study.studies, study.records);
    await removals.restorePatient(staff, { id: patient, reason: 'it was theirs' });
    expect(await rows('select age_years from portal.demographics where patient_id = $1', [patient])).toEqual([
      { age_years: 60 },
    ]);
  });

  it('gives back what it replaced and cleared, with reasons for missing values and all that is derived', async () => {
    await run(staff, [demographics, 'C-1,A,60,male', 'C-2,A,61,male']);
    await run(staff, ['patient_code,centre,arm,started_on', 'C-1,A,HTI,2022-01-10']);
    await run(staff, ['patient_code,centre,afp_ng_ml,tumour_size_mm,ecog_ps', 'C-1,A,400,80,missing:notDone']);
    await run(staff, [
      'patient_code,centre,assessed_on,visit_number,sum_viable_diameter_mm',
      ...['C-1,A,2022-01-05,0,100', 'C-1,A,2022-03-05,1,60'],
    ]);
    await run(staff, [contacts, 'C-1,A,2022-12-01,alive']);
    const before = await everything();
    const baseline = await imported(
      staff,
      ['patient_code,centre,afp_ng_ml,tumour_size_mm,ecog_ps', 'C-1,A,,75,1'],
      true,
    );
    const images = await imported(staff, [
      'patient_code,centre,assessed_on,visit_number,sum_viable_diameter_mm',
      ...['C-1,A,2022-03-05,1,20', 'C-1,A,2022-06-05,2,90'],
    ]);
    const death = await imported(staff, [contacts, 'C-1,A,2022-12-01,dead', 'C-3,A,2022-12-02,alive']);
    expect(await everything()).not.toEqual(before);
    // In any order: none rests on another.
    for (const id of [images, baseline, death]) await undos.undo(staff, { id, reason });
    expect(await everything()).toEqual(before);
    expect(await recordOf('baseline', 'C-1')).toMatchObject({ version: 3 });
  });

  it('is undone once', async () => {
    const id = await imported(staff, [demographics, 'O-1,A,60,male']);
    await undos.undo(staff, { id, reason });
    await expect(undos.undo(staff, { id, reason })).rejects.toThrow('this import was undone by staff already');
    expect(await outcome(undos.preview(staff, id))).toBe('CONFLICT');
  });

  it('takes a reason', async () => {
    const id = await imported(staff, [demographics, 'R-1,A,60,male']);
    await expect(undos.undo(staff, { id, reason: ' ' })).rejects.toThrow('a reason is needed');
  });
});

describe('an import on which something rests', () => {
  it('is left whole, and names patients, forms and what has happened since', async () => {
    await run(staff, [demographics, 'K-0,A,50,male']);
    const id = await imported(staff, [
      demographics,
      ...['K-0,A,51,male', 'K-1,A,60,male', 'K-2,A,61,male', 'K-3,A,62,male', 'K-4,A,63,male', 'K-5,A,64,male'],
      ...['K-6,A,65,male', 'K-7,A,66,male', 'K-8,A,67,male'],
    ]);
    await correctAge(colleague, 'K-1', 70);
    await correctAge(colleague, 'K-0', 52);
    const contact = { contactOn: '2023-01-01', vitalStatus: 'alive' };
    const patientId = await idOf('K-2');
    await study.records.save(colleague, followUpForm, {
      patientId,
      id: null,
      version: null,
      values: contact,
      reason: null,
    });
    const removals = new RemovalService(study.db, study.studies, study.records);
    await removals.removeRecord(staff, { form: 'demographics', ...(await recordOf('demographics', 'K-3')), reason });
    await study.patients.correctCode(staff, { id: await idOf('K-4'), version: 1, code: 'K-4b', reason });
    const put = (table: string, code: string, columns: string, values: string) =>
      rows(
        `insert into portal.${table} (centre_id, patient_id, record_id, form, updated_by, ${columns})
         select r.centre_id, r.patient_id, r.id, 'demographics', 'monitor', ${values}
         from portal.demographics r join portal.patient p on p.id = r.patient_id where p.code = $1`,
        [code],
      );
    await put('record_hold', 'K-5', 'kind, reason, set_by', `'locked', 'closed', 'monitor'`);
    await put('record_verification', 'K-6', 'record_version, verified, verified_by', `1, true, 'monitor'`);
    await put('data_query', 'K-7', 'raised_by', `'monitor'`);
    await rows(
      `insert into portal.eligibility_decision (centre_id, patient_id, eligible, reason, decided_by, updated_by)
       select centre_id, id, true, 'x', 'head', 'head' from portal.patient where code = 'K-8'`,
    );
    const named = await refusal(staff, id);
    expect(named.toSorted()).toEqual([
      'K-0, Demographics: corrected since by dataManager',
      'K-1, Demographics: corrected since by dataManager',
      'K-2, Follow-up: entered since, of a patient whom the import added by dataManager',
      'K-3, Demographics: removed since by staff',
      'K-4b: given another code since by staff',
      'K-5, Demographics: locked by monitor',
      'K-6, Demographics: compared with its source by monitor',
      'K-7, Demographics: asked about in an open query by monitor',
      'K-8: eligibility was decided by head',
    ]);
    const { obstacles, obstaclesTotal } = await undos.preview(staff, id);
    expect(obstaclesTotal).toBe(9);
    expect(obstacles.find(({ patient }) => patient === 'K-5')).toMatchObject({
      code: 'locked',
      form: 'demographics',
      by: 'monitor',
      zh: '已锁定',
    });
  });

  it('is left whole where images were made of its slides', async () => {
    const id = await imported(staff, ['patient_code,centre,barcode,stain', 'S-1,A,B-1,HE', 'S-2,A,B-2,HE']);
    await rows(
      `insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px, vendor, associated_images, synthetic, updated_by)
       select s.id, s.centre_id, s.patient_id, repeat('a', 64) || '.tiff', repeat('a', 64), 1, 9, 9, 'x', '{}', true, 'staff'
       from portal.slide s where s.barcode = 'B-1'`,
    );
    expect(await refusal(staff, id)).toEqual(['S-1, Slide: has an image by staff']);
  });

  it('is left whole where what was there before contradicts what was entered since', async () => {
    await run(staff, [demographics, 'D-1,A,60,male']);
    await run(staff, [contacts, 'D-1,A,2022-05-01,dead']);
    const id = await imported(staff, [contacts, 'D-1,A,2022-05-01,alive']);
    const patientId = await idOf('D-1');
    const later = { contactOn: '2022-08-01', vitalStatus: 'alive' };
    await study.records.save(staff, followUpForm, { patientId, id: null, version: null, values: later, reason: null });
    expect(await refusal(staff, id)).toEqual([
      expect.stringMatching(/^D-1, Follow-up: what was there before contradicts another record \(Alive after death: /),
    ]);
  });

  it('is left whole where the study no longer asks for what was there before', async () => {
    await rows(
      `insert into portal.study_field (study_id, form, name, kind, label_en, label_zh, help_en, help_zh, required, position, state, updated_by)
       select id, 'demographics', 'note', 'text', 'Note', '备注', '', '', false, 9, 'published', 'head' from portal.study where code = 'UNDO'`,
    );
    await run(staff, [`${demographics},own_note`, 'Q-1,A,60,male,one']);
    const kept = await imported(staff, [`${demographics},own_note`, 'Q-1,A,60,male,two']);
    await undos.undo(staff, { id: kept, reason });
    expect(
      await rows(`select own from portal.demographics where id = $1`, [(await recordOf('demographics', 'Q-1')).id]),
    ).toEqual([{ own: { own_note: 'one' } }]);
    const id = await imported(staff, [`${demographics},own_note`, 'Q-1,A,60,male,three']);
    await rows(`update portal.study_field set state = 'retired', version = version + 1 where name = 'note'`);
    expect(await refusal(staff, id)).toEqual([
      'Q-1, Demographics: what was there before is not allowed any more by the study’s own fields',
    ]);
  });

  it('is undone before the import that it rests on', async () => {
    const first = await imported(staff, [demographics, 'L-1,A,60,male']);
    const second = await imported(staff, [contacts, 'L-1,A,2022-05-01,alive']);
    expect(await refusal(staff, first)).toHaveLength(1);
    await undos.undo(staff, { id: second, reason });
    await undos.undo(staff, { id: first, reason });
    expect(await rows(`select from portal.patient where code = 'L-1'`)).toEqual([]);
  });

  it('is undone after the imports that corrected its records once more, and not after a person who did', async () => {
    await run(staff, [demographics, 'L-2,A,60,male', 'L-3,A,60,male']);
    const before = await everything();
    const [first, second, third] = [
      await imported(staff, [demographics, 'L-2,A,61,male']),
      await imported(staff, [demographics, 'L-2,A,62,male']),
      await imported(staff, [demographics, 'L-2,A,63,male']),
    ];
    expect(await refusal(staff, first)).toEqual(['L-2, Demographics: corrected since by staff']);
    for (const id of [third, second, first]) await undos.undo(staff, { id, reason });
    expect(await everything()).toEqual(before);

    const earlier = await imported(staff, [demographics, 'L-3,A,61,male']);
    await correctAge(colleague, 'L-3', 65);
    const later = await imported(staff, [demographics, 'L-3,A,66,male']);
    await undos.undo(staff, { id: later, reason });
    expect(await refusal(staff, earlier)).toHaveLength(1);
  });
});

describe('who undoes an import', () => {
  it('made it, or manages the study; others of the centre see it, those of another centre do not', async () => {
    const mine = await imported(staff, [demographics, 'W-1,A,60,male']);
    const ofBoth = await imported(head, [demographics, 'W-2,A,60,male', 'W-3,B,60,male']);
    const listed = async (ctx: PortalContext) =>
      (await undos.list(ctx, 'UNDO'))
        .filter(({ id }) => [mine, ofBoth].includes(id))
        .map(({ id, mayUndo }) => [id, mayUndo]);
    expect(await listed(staff)).toEqual([[mine, true]]);
    expect(await listed(colleague)).toEqual([[mine, false]]);
    expect(await listed(await study.as('monitor'))).toEqual([[mine, false]]);
    expect(await listed(head)).toEqual([
      [ofBoth, true],
      [mine, true],
    ]);
    const attempt = (ctx: PortalContext, id: string) => outcome(undos.undo(ctx, { id, reason }));
    expect(await attempt(colleague, mine)).toBe('FORBIDDEN');
    expect(await attempt(await study.as('monitor'), mine)).toBe('FORBIDDEN');
    expect(await attempt(staff, ofBoth)).toBe('NOT_FOUND');
    expect(await attempt(staff, '00000000-0000-4000-8000-000000000000')).toBe('NOT_FOUND');
    expect(await attempt(head, mine)).toBe('done');
    expect(await attempt(head, ofBoth)).toBe('done');
  });

  it('is decided by the database too', async () => {
    const id = await imported(staff, [demographics, 'W-4,A,60,male']);
    const mark = (ctx: PortalContext) =>
      study.db.write(ctx.asker, reason, (tx) =>
        tx.rows(
          `update portal.data_import set undone_at = now(), undone_by = 'x', undo_reason = 'x' where id = $1 returning id`,
          [id],
        ),
      );
    expect(await mark(colleague)).toEqual([]);
    expect(await mark(await study.as('monitor'))).toEqual([]);
    await rows(`update portal.data_import set imported_at = imported_at - interval '24 hours' where id = $1`, [id]);
    expect(await mark(staff)).toEqual([]);
  });
});

describe('an import that is older than a day', () => {
  it('is undone no more, and what it replaced is kept by the trail alone', async () => {
    const id = await imported(staff, [demographics, 'T-1,A,60,male']);
    await rows(`update portal.data_import set imported_at = imported_at - interval '24 hours' where id = $1`, [id]);
    await expect(undos.undo(staff, { id, reason })).rejects.toThrow(
      'an import can be undone for 24 hours, and that of cohort.csv is older: remove or correct its records one by one',
    );
    expect((await undos.list(staff, 'UNDO')).find((one) => one.id === id)).toMatchObject({ mayUndo: false });
    const parts = () => rows('select from portal.data_import_part where import_id = $1', [id]);
    expect(await parts()).toHaveLength(2);
    await imported(staff, [demographics, 'T-2,A,60,male']);
    expect(await parts()).toEqual([]);
  });
});

describe('an undo beside other work', () => {
  /** A StudyDb whose writing transaction does something else before the first statement that `before` recognizes. */
  function interrupted(before: RegExp, work: () => Promise<unknown>): StudyDb {
    let isDone = false;
    return {
      read: study.db.read.bind(study.db),
      write: (who: PortalContext['asker'], why: string | null, write: (tx: StudyTransaction) => Promise<unknown>) =>
        study.db.write(who, why, (tx) => {
          const query = async (sql: string, values?: readonly unknown[]) => {
            if (!isDone && before.test(sql)) {
              isDone = true;
              await work();
            }
            return tx.rows(sql, values);
          };
          return write({ ...tx, rows: query as StudyTransaction['rows'] });
        }),
    } as StudyDb;
  }

  it('is refused where somebody saved before its patients were locked', async () => {
    const id = await imported(staff, [demographics, 'X-1,A,60,male']);
    const db = interrupted(/for update/, () => correctAge(colleague, 'X-1', 70));
    const undo = new ImportUndoService(db, study.studies).undo(staff, { id, reason });
    await expect(undo).rejects.toThrow('X-1, Demographics: corrected since by dataManager');
    expect(await recordOf('demographics', 'X-1')).toMatchObject({ version: 2 });
  });

  it('lets who saves afterwards wait, and find the record gone', async () => {
    const id = await imported(staff, [demographics, 'X-2,A,60,male']);
    let save: Promise<string> | null = null;
    // It has its lock: whoever saves now waits for the commit.
    const db = interrupted(/delete from portal\."demographics"/, async () => {
      const record = {
        ...(await recordOf('demographics', 'X-2')),
        values: { ageYears: 70, sex: 'male' },
        reason: 'misread',
      };
      save = outcome(study.records.save(colleague, demographicsForm, record));
    });
    await new ImportUndoService(db, study.studies).undo(staff, { id, reason });
    // Where the undo takes longer than somebody at a form waits, they are told so instead.
    expect(['NOT_FOUND', 'CONFLICT']).toContain(await save);
    expect(await rows(`select from portal.patient where code = 'X-2'`)).toEqual([]);
  });

  it('is refused while an import or another undo of the study runs', async () => {
    const id = await imported(staff, [demographics, 'X-3,A,60,male']);
    let second = '';
    const db = interrupted(/for update/, async () => {
      second = await outcome(undos.undo(head, { id, reason }));
    });
    await new ImportUndoService(db, study.studies).undo(staff, { id, reason });
    expect(second).toBe('CONFLICT');
  });
});
