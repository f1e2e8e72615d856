import { type Form, forms, type HoldKind, type SignatureMeaning } from '@haim/schema';
import { type Asker, needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { tableOf } from '../../db/entity-from-form.ts';
import { inTurn, type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import { type CentreReviewRow, countCentres } from './centre-review.query.ts';
import {
  findPatient,
  findPlaceOf,
  hasRecord,
  type HoldRow,
  insertHolds,
  insertSignature,
  liftHold,
  type NewHold,
  type PatientPlace,
  readHolds,
  readHoldsOf,
  readHoldsOfCentres,
  readSignaturesOf,
  type SignatureRow,
} from './review.query.ts';

/** A record of a patient, or without form and record everything of the patient. */
export interface HoldTarget {
  readonly patientId: string;
  readonly form: string | null;
  readonly recordId: string | null;
}

export interface Signing {
  readonly patientId: string;
  readonly form: string;
  readonly recordId: string;
  readonly meaning: SignatureMeaning;
}

/** Each signature that becomes void has its entries in the trail: a centre with thousands of them takes longer than a read. */
const longestLift = '10min';

/** What somebody answers for with a record: that it stays as it is, and by signature that it is right. */
export class ReviewService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for the patient. */
  async ofPatient(
    { asker }: PortalContext,
    patientId: string,
  ): Promise<{ holds: HoldRow[]; signatures: SignatureRow[] }> {
    return this.db.read(asker, async (tx) => {
      const patient = await patientOf(tx, patientId);
      return { holds: await readHoldsOf(tx, patient), signatures: await readSignaturesOf(tx, patient) };
    });
  }

  /** The holds on whole centres of a study. */
  async ofStudy(ctx: PortalContext, study: string): Promise<HoldRow[]> {
    const { readCentres } = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, (tx) => readHoldsOfCentres(tx, readCentres));
  }

  /** What a hold on each centre would cover, what stands in its way, and the holds there are. @throws as `ofStudy`. */
  async ofCentres(ctx: PortalContext, study: string): Promise<(CentreReviewRow & { holds: HoldRow[] })[]> {
    const { readCentres } = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, async (tx) => {
      const holds = await readHoldsOfCentres(tx, readCentres);
      const centres = await countCentres(tx, readCentres);
      return centres.map((one) => ({ ...one, holds: holds.filter(({ centreId }) => centreId === one.centreId) }));
    });
  }

  /**
   * Freezes or locks a record, or everything of a patient.
   *
   * @throws NOT_FOUND, STUDY_CLOSED, FORBIDDEN, BAD_USER_INPUT; CONFLICT where it is so already, where a query is not closed
   *   or two entries differ undecided, or where records of the centre are being stored for longer than a person would wait.
   */
  hold(ctx: PortalContext, target: HoldTarget, kind: HoldKind, reason: string): Promise<HoldRow[]> {
    return this.setHolds(ctx, kind, reason, async (tx) => {
      const { patientId, form, recordId } = target;
      const { centreId, ...patient } = await patientOf(tx, patientId);
      if ((recordId === null) !== (form === null))
        throw badInput('a record needs form and recordId, a patient neither');
      if (recordId !== null && form !== null) await recordOf(tx, form, recordId, { ...patient, centreId });
      return [{ centreId, patientId, recordId, form }];
    });
  }

  /** The same for everything at some centres of a study, also what is added there. */
  holdCentres(
    ctx: PortalContext,
    study: string,
    codes: readonly string[],
    kind: HoldKind,
    reason: string,
  ): Promise<HoldRow[]> {
    return this.setHolds(ctx, kind, reason, async (tx) => {
      const { readCentres } = this.studies.scope(ctx, study);
      const centres = await centresNamed(tx, readCentres, codes);
      return centres.map(({ id }) => ({ centreId: id, patientId: null, recordId: null, form: null }));
    });
  }

  private setHolds(
    ctx: PortalContext,
    kind: HoldKind,
    reason: string,
    find: (tx: StudyTransaction) => Promise<Omit<NewHold, 'kind' | 'reason'>[]>,
  ): Promise<HoldRow[]> {
    const { asker } = ctx;
    return this.db
      .write(asker, reason.trim(), async (tx) => {
        await tx.rows(`select set_config('lock_timeout', '5s', true)`);
        const places = await find(tx);
        needRightAt(
          asker,
          'lockRecords',
          places.map(({ centreId }) => centreId),
        );
        const holds = places.map((place) => ({ ...place, kind, reason: reasonOf(reason) }));
        const ids = await insertHolds(tx, holds, asker.name);
        if (ids.length < holds.length)
          throw new PortalError('CONFLICT', `this is ${kind} already: somebody else was quicker`);
        return readHolds(tx, ids);
      })
      .catch(refuseHolding);
  }

  /**
   * Ends the holds of one kind on whole centres, all or none.
   *
   * @returns how many. @throws as `hold`; CONFLICT where one of the centres has none: somebody else was quicker.
   */
  async liftCentres(
    ctx: PortalContext,
    study: string,
    codes: readonly string[],
    kind: HoldKind,
    reason: string,
  ): Promise<number> {
    const why = reasonOf(reason);
    const { readCentres } = this.studies.scope(ctx, study);
    return this.db
      .write(ctx.asker, why, async (tx) => {
        await tx.rows(`select set_config('lock_timeout', '5s', true), set_config('statement_timeout', $1, true)`, [
          longestLift,
        ]);
        const centres = await centresNamed(tx, readCentres, codes);
        const ids = centres.map(({ id }) => id);
        needRightAt(ctx.asker, 'lockRecords', ids);
        const holds = (await readHoldsOfCentres(tx, ids)).filter((hold) => hold.kind === kind);
        const lifted = await inTurn(holds, ({ id }) => liftHold(tx, id, why, ctx.asker.name));
        if (lifted.length < ids.length || lifted.includes(false))
          throw new PortalError('CONFLICT', `not all of these centres are ${kind}: somebody else was quicker`);
        return lifted.length;
      })
      .catch(refuseHolding);
  }

  /** Ends a hold for a reason; signatures on what is no longer locked are void. @throws as `hold`. */
  async lift(ctx: PortalContext, id: string, reason: string): Promise<string> {
    const why = reasonOf(reason);
    await this.db
      .write(ctx.asker, why, async (tx) => {
        const [hold] = isId(id) ? await readHolds(tx, [id]) : [];
        if (!hold) throw notFound('hold');
        needRightAt(ctx.asker, 'lockRecords', [hold.centreId]);
        if (!(await liftHold(tx, id, why, ctx.asker.name))) throw notFound('hold');
      })
      .catch(refuseHolding);
    return id;
  }

  /** What stands in the way of a signature, before anybody is asked for a password. */
  async checkSigning(asker: Asker, { patientId, form, recordId }: Signing): Promise<void> {
    await this.db.read(asker, async (tx) => {
      const patient = await placeOf(tx, form, recordId, patientId);
      needRightAt(asker, 'signRecords', [patient.centreId]);
      const holds = await readHoldsOf(tx, patient);
      const covers = (id: string | null) => id === null || id === recordId;
      if (!holds.some((hold) => hold.kind === 'locked' && covers(hold.recordId))) throw notLocked();
    });
  }

  /**
   * Signs a locked record, for somebody who has just proved who they are.
   *
   * @throws as `checkSigning`; CONFLICT where the record is not locked, or is signed in this sense already.
   */
  async sign(asker: Asker, signing: Signing): Promise<SignatureRow> {
    const { patientId, form, recordId, meaning } = signing;
    return this.db
      .write(asker, null, async (tx) => {
        const patient = await placeOf(tx, form, recordId, patientId);
        needRightAt(asker, 'signRecords', [patient.centreId]);
        const signature = await insertSignature(tx, patient, { recordId, form, meaning, by: asker.name });
        if (!signature) throw new PortalError('CONFLICT', 'you have signed this record already');
        return signature;
      })
      .catch(refuseSigning);
  }
}

async function patientOf(tx: StudyTransaction, id: string): Promise<PatientPlace> {
  const patient = isId(id) ? await findPatient(tx, id) : undefined;
  if (!patient) throw notFound('patient');
  return patient;
}

/** The patient of a record, in one statement: what is absent and what is foreign cost the same. */
async function placeOf(tx: StudyTransaction, name: string, id: string, patientId: string): Promise<PatientPlace> {
  const form = forms.find((one) => one.name === name);
  if (!form) throw badInput(`form must be one of ${forms.map((one) => one.name).join(', ')}`);
  const patient = isId(id) && isId(patientId) ? await findPlaceOf(tx, tableOf(form), id, patientId) : undefined;
  if (!patient) throw notFound('record');
  return patient;
}

async function recordOf(tx: StudyTransaction, name: string, id: string, patient: PatientPlace): Promise<void> {
  const form: Form | undefined = forms.find((one) => one.name === name);
  if (!form) throw badInput(`form must be one of ${forms.map((one) => one.name).join(', ')}`);
  if (!isId(id) || !(await hasRecord(tx, tableOf(form), id, patient))) throw notFound('record');
}

/** @throws NOT_FOUND where one is absent or closed to the asker. */
async function centresNamed(tx: StudyTransaction, readCentres: readonly number[], codes: readonly string[]) {
  const centres = await tx.rows<{ id: number; code: string }>(
    'select id, code from portal.centre where id = any ($1) and code = any ($2) order by code',
    [readCentres, codes],
  );
  if (centres.length === 0 || centres.length < new Set(codes).size) throw notFound('centre');
  return centres;
}

function reasonOf(reason: string): string {
  const tidy = reason.trim();
  if (tidy === '' || tidy.length > 500) throw badInput('reason must be 1 to 500 characters');
  return tidy;
}

function refuseHolding(cause: unknown): never {
  const { code } = cause as { code?: unknown };
  if (code === 'HM002')
    throw new PortalError('CONFLICT', 'a query on it is not closed: close it first', { openQueries: true });
  if (code === 'HM003')
    throw new PortalError('CONFLICT', 'two entries of a record differ: decide first which holds', {
      openDifferences: true,
    });
  if (code === '55P03')
    throw new PortalError('CONFLICT', 'records of this centre are being stored: try again in a moment');
  throw cause;
}

function refuseSigning(cause: unknown): never {
  if ((cause as { code?: unknown }).code !== '55000') throw cause;
  throw notLocked();
}

function notLocked(): PortalError {
  return new PortalError('CONFLICT', 'only a locked record is signed');
}
