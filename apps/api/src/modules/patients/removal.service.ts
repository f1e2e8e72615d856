import { randomUUID } from 'node:crypto';
import { type Form, forms } from '@haim/schema';
import { type PortalContext } from '../../context/portal-context.ts';
import { badInput, notFound, PortalError, studyClosed } from '../../context/portal-error.ts';
import { tableOf } from '../../db/entity-from-form.ts';
import { inTurn, type StudyDb, type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import { deriveResponses } from './derive-responses.ts';
import {
  type Removal,
  type Removed,
  removedPatientsOf,
  removedRecordsOf,
  removePatient,
  removeRecord,
  removeRecordsOf,
  takeRemovedPatient,
  takeRemovedRecord,
} from './record-remover.ts';
import { changedMeanwhile, codeInUse, fault, refuseAttached } from './patient-refusals.ts';
import { restorePatient } from './record-writer.ts';
import { approach, decidesResponses, type RecordService, refuseHeldUp, unwritten } from './record.service.ts';

export type RemovedPatient = Awaited<ReturnType<typeof removedPatientsOf>>[number];

/** More removed patients than anybody looks through. */
const MOST = 500;

/**
 * Removes records, and patients who were entered by mistake, for a reason, and puts them back. What is put back passes the
 * checks of a new record.
 */
export class RemovalService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly records: RecordService,
  ) {}

  /** Of a patient, newest first; none where the patient is not open to the asker. */
  removedRecords({ asker }: PortalContext, patientId: string): Promise<Removed[]> {
    return this.db.read(asker, (tx) => removedRecordsOf(tx, patientId));
  }

  /** Of the centres of a study that the asker reads, newest first. */
  removedPatients(ctx: PortalContext, study: string): Promise<RemovedPatient[]> {
    const { studyId } = this.studies.scope(ctx, study);
    return this.db.read(ctx.asker, (tx) => removedPatientsOf(tx, studyId, MOST));
  }

  /**
   * @throws BAD_USER_INPUT without a reason; NOT_FOUND; CONFLICT where another version is stored, or for a slide that has an
   * image, outlines or runs; STUDY_CLOSED; FORBIDDEN.
   */
  async removeRecord(
    ctx: PortalContext,
    given: { patientId: string; form: string; id: string; version: number; reason: string },
  ): Promise<void> {
    await this.write(ctx, given.reason, (tx, removal) => this.removeIn(tx, ctx, removal, given));
  }

  /** The same within a transaction that does more, whose reason is this one. @throws as `removeRecord`, but for the reason. */
  async removeWithin(
    tx: WriteTransaction,
    ctx: PortalContext,
    given: { patientId: string; form: string; id: string; version: number; reason: string },
  ): Promise<void> {
    await this.removeIn(tx, ctx, { id: randomUUID(), by: ctx.asker.name, reason: given.reason }, given);
  }

  private async removeIn(
    tx: WriteTransaction,
    ctx: PortalContext,
    removal: Removal,
    given: { patientId: string; form: string; id: string; version: number },
  ): Promise<void> {
    const { patient, form } = await approach(tx, ctx, formNamed(given.form), given.patientId);
    const isRemoved = await removeRecord(tx, removal, form, given).catch(refuseAttached);
    if (!isRemoved) throw await unwritten(tx, form, patient, given);
    if (decidesResponses(form)) await deriveResponses(tx, [patient.id]);
  }

  /**
   * @throws BAD_USER_INPUT with the fields that do not pass the check any more, or the record that has taken its place;
   * NOT_FOUND; STUDY_CLOSED; FORBIDDEN.
   */
  async restoreRecord(ctx: PortalContext, given: { patientId: string; id: string; reason: string }): Promise<void> {
    await this.write(ctx, given.reason, async (tx) => {
      await approach(tx, ctx, forms[0], given.patientId);
      const removed = await takeRemovedRecord(tx, given.id, given.patientId);
      if (!removed) throw notFound('removed record');
      await this.putBack(tx, ctx, removed);
    });
  }

  /** A patient with every record. @throws as `removeRecord`; nothing is removed where anything has to stay. */
  async removePatient(ctx: PortalContext, given: { id: string; version: number; reason: string }): Promise<void> {
    await this.write(ctx, given.reason, async (tx, removal) => {
      const { patient } = await approach(tx, ctx, forms[0], given.id);
      if (patient.version !== given.version) throw changedMeanwhile(patient);
      await inTurn(forms, (form) => removeRecordsOf(tx, removal, form, patient.id).catch(refuseAttached));
      if (!(await removePatient(tx, removal, given).catch(refuseAttached))) throw changedMeanwhile(patient);
    });
  }

  /** With the records that were removed together with them. @throws as `restoreRecord`; BAD_USER_INPUT where the code is in use. */
  async restorePatient(ctx: PortalContext, given: { id: string; reason: string }): Promise<void> {
    await this.write(ctx, given.reason, async (tx) => {
      await this.mayRestore(ctx, tx, given.id);
      const [patient, ...records] = await takeRemovedPatient(tx, given.id);
      if (!patient) throw notFound('removed patient');
      const { id, centreId, patientCode: code, version } = patient;
      if (!(await restorePatient(tx, ctx.asker.name, { id, centreId, code, version: version + 1 })))
        throw codeInUse(code);
      const place = new Map(forms.map((form, at) => [tableOf(form), at]));
      const inOrder = records.toSorted((a, b) => (place.get(a.table) ?? 0) - (place.get(b.table) ?? 0));
      await inTurn(inOrder, (record) => this.putBack(tx, ctx, record, true));
    });
  }

  private async putBack(tx: WriteTransaction, ctx: PortalContext, removed: Removed, isWithOthers = false) {
    const { id, patientId, version, values } = removed;
    const form = forms.find((one) => tableOf(one) === removed.table);
    if (!form) throw badInput(`the portal has no form ${removed.table} any more`);
    await this.records
      .restoreIn(tx, ctx, form, {
        ...{ patientId, values, restored: { id, version } },
        ...(isWithOthers && { keepsContradictions: true }),
      })
      .catch((cause: unknown) => {
        throw cause instanceof PortalError && cause.code === 'CONFLICT' && !form.repeats ? placeTaken(form) : cause;
      });
  }

  private async mayRestore(ctx: PortalContext, tx: StudyTransaction, id: string): Promise<void> {
    const [found] = await tx.rows<{ centreId: number; study: string; isClosed: boolean }>(
      `select r.centre_id as "centreId", s.code as study, s.closed_at is not null as "isClosed"
       from portal.removed_record r join portal.centre c on c.id = r.centre_id join portal.study s on s.id = c.study_id
       where r.id = $1 and r.form = 'patient'`,
      [id],
    );
    if (!found) throw notFound('removed patient');
    if (found.isClosed) throw studyClosed(found.study);
    if (!ctx.asker.studies.some(({ writeCentres }) => writeCentres.includes(found.centreId))) {
      throw new PortalError('FORBIDDEN', 'the records of this centre are open to you for reading only');
    }
  }

  private async write(
    ctx: PortalContext,
    reason: string,
    work: (tx: WriteTransaction, removal: Removal) => Promise<void>,
  ): Promise<void> {
    const given = reason.trim();
    if (given === '' || given.length > 500) throw badInput('a reason is needed, of at most 500 characters');
    const removal = { id: randomUUID(), by: ctx.asker.name, reason: given };
    await this.db.write(ctx.asker, given, (tx) => work(tx, removal)).catch(refuseHeldUp);
  }
}

function formNamed(name: string): Form {
  const form = forms.find((one) => one.name === name);
  if (!form) throw badInput(`form must be one of ${forms.map((one) => one.name).join(', ')}`);
  return form;
}

function placeTaken(form: Form): PortalError {
  const { en, zh } = form.label;
  const expected = {
    en: `no ${en.toLowerCase()} on record: one was entered since; remove it first, or correct it instead`,
    zh: `尚无${zh}记录：删除后已另有录入，请先删除该记录，或直接更正`,
  };
  return badInput(`${en}: there must be ${expected.en}`, [fault('form', 'rule', expected)]);
}
