import { randomInt } from 'node:crypto';
import { discordanceRules, readingPlanLimits } from '@haim/schema';
import { centresWith } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { inTurn, type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { recordEvent } from '../../events/record-event.ts';
import { type AccountDirectory } from '../auth/index.ts';
import { lockPatient } from '../patients/index.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import { type AcceptedReadingService } from './accepted-reading.service.ts';
import { agreementOf, type ReadingAgreement } from './agreement.ts';
import {
  addCase,
  type BlindMemberRow,
  type CaseRow,
  type PatientToReadRow,
  readBlindMembers,
  readCases,
  type ReadingPlan,
  readPairs,
  readPatientsToRead,
  readPlan,
  writePlan,
} from './assignment.query.ts';
import { slots } from './reading.query.ts';

export interface BlindMember extends BlindMemberRow {
  readonly name: string;
}

export type ReadingCase = Omit<CaseRow, 'readings'> & {
  readonly readings: readonly (CaseRow['readings'][number] & { readonly name: string })[];
};

export interface NewCases {
  /** With the images to be read; all of the patient's where none is named. */
  readonly patients: readonly { readonly patientId: string; readonly assessmentIds: readonly string[] | null }[];
  readonly firstReader: string;
  readonly secondReader: string;
  readonly adjudicator: string;
}

const mostListed = 200;
const mostAssigned = 200;

/** Who reads what, by what rule readings differ, and what came of it: for those who assign readings. */
export class AssignmentService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly accounts: AccountDirectory,
    private readonly accepted: AcceptedReadingService,
  ) {}

  /** @throws as `StudyService.scopeWith`, of the right to read records. */
  plan(ctx: PortalContext, study: string): Promise<ReadingPlan> {
    const { studyId } = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, (tx) => readPlan(tx, studyId));
  }

  /**
   * Sets the plan for cases to come; those that are assigned keep theirs.
   *
   * @throws as `cases`; BAD_USER_INPUT naming the setting; CONFLICT if it was changed meanwhile.
   */
  async setPlan(ctx: PortalContext, study: string, plan: ReadingPlan): Promise<ReadingPlan> {
    const { studyId } = this.scope(ctx, study);
    checkPlan(plan);
    return this.db.write(ctx.asker, null, async (tx) => {
      if (!(await writePlan(tx, studyId, plan, ctx.asker.name))) {
        throw new PortalError('CONFLICT', 'the plan was changed meanwhile: look at it again', { readings: 'CHANGED' });
      }
      return readPlan(tx, studyId);
    });
  }

  /** Readers and adjudicators to whom a case can be given. @throws as `cases`. */
  async members(ctx: PortalContext, study: string): Promise<BlindMember[]> {
    const { studyId } = this.scope(ctx, study);
    const members = await this.db.read(ctx.asker, (tx) => readBlindMembers(tx, studyId));
    const names = await this.accounts.namesOf(members.map(({ userId }) => userId));
    return members.map((member) => ({ ...member, name: names.get(member.userId) ?? member.userId }));
  }

  /** Patients with at least two images whose code contains the text, those without a case first. @throws as `cases`. */
  patients(ctx: PortalContext, study: string, code: string): Promise<PatientToReadRow[]> {
    const { readCentres } = this.scope(ctx, study);
    return this.db.read(ctx.asker, (tx) =>
      readPatientsToRead(tx, readCentres, { code: code.trim(), most: mostListed }),
    );
  }

  /**
   * Gives the images of patients to two readers and, should they differ, to an adjudicator: a case each, all or none.
   *
   * @returns how many.
   * @throws as `cases`; NOT_FOUND for a patient or an image; BAD_USER_INPUT where the images have no days in an order that
   *   begins with the baseline, or a person cannot read there or is named twice; CONFLICT for a patient whose case is not
   *   decided yet.
   */
  async assign(ctx: PortalContext, study: string, wanted: NewCases): Promise<number> {
    const scope = this.scope(ctx, study);
    const { patients } = wanted;
    const ids = [...new Set(patients.map(({ patientId }) => patientId.toLowerCase()))];
    if (patients.length === 0 || patients.length > mostAssigned)
      throw badInput(`patients must be 1 to ${mostAssigned} at a time`);
    if (ids.length !== patients.length) throw badInput('each patient must be named once');
    if (!ids.every(isId)) throw notFound('patient');
    return this.db.write(ctx.asker, null, async (tx) => {
      const members = await readBlindMembers(tx, scope.studyId);
      // In one order, so that two who assign the same patients wait for each other instead of for ever.
      await inTurn(ids.toSorted(), (id) => lockPatient(tx, id));
      const found = await readPatientsToRead(tx, scope.readCentres, { ids, most: mostAssigned });
      const plan = await readPlan(tx, scope.studyId);
      await inTurn(patients, async ({ patientId, assessmentIds }) => {
        const patient = found.find(({ id }) => id === patientId.toLowerCase());
        if (!patient) throw notFound('patient with two images');
        refuseUnfit(members, patient, wanted);
        await this.addCase(tx, ctx, patient, { assessmentIds, plan, wanted });
      });
      return patients.length;
    });
  }

  /** @throws NOT_FOUND for a study that is not the asker's; FORBIDDEN without the right to assign; STUDY_CLOSED. */
  async cases(ctx: PortalContext, study: string): Promise<ReadingCase[]> {
    const { readCentres } = this.scope(ctx, study);
    return this.named(await this.db.read(ctx.asker, (tx) => readCases(tx, readCentres)));
  }

  /**
   * Lets a reader change what was handed in; a decision between the two readings is open again too.
   *
   * @throws NOT_FOUND for a case of a centre where the asker may not assign; BAD_USER_INPUT without a reason, or where the
   *   reading was not handed in.
   */
  async reopen(ctx: PortalContext, caseId: string, slot: string, reason: string): Promise<ReadingCase> {
    if (reason.trim() === '') throw badInput('reason must be given: it is kept in the audit trail');
    const named = slots.find((one) => one === slot);
    if (!named) throw badInput(`slot must be one of ${slots.join(', ')}`);
    await this.db.write(ctx.asker, reason.trim(), async (tx) => {
      const found = await this.caseOf(tx, ctx, caseId);
      const reopened = await tx.rows(
        `with reopened as (
           update portal.reading set state = 'open', submitted_at = null, version = version + 1, updated_at = now(), updated_by = $3
           where case_id = $1 and slot = $2 and state = 'submitted' returning id
         ) select id from reopened`,
        [found.id, named, ctx.asker.name],
      );
      if (reopened.length === 0) throw badInput('this reading was not handed in, so that it is open already');
    });
    return this.one(ctx, caseId);
  }

  /** Which patient a case is, which the trail then says of the asker. @throws NOT_FOUND as `reopen`. */
  async reveal(ctx: PortalContext, caseId: string): Promise<{ patientId: string; code: string }> {
    return this.db.write(ctx.asker, null, async (tx) => {
      const { id, number, centreId } = await this.caseOf(tx, ctx, caseId);
      const [patient] = await tx.rows<{ patientId: string; code: string }>(
        `select p.id as "patientId", p.code from portal.reading_link l
         join portal.patient p on p.centre_id = l.centre_id and p.id = l.patient_id where l.case_id = $1`,
        [id],
      );
      if (!patient) throw notFound('case');
      await recordEvent(tx, { kind: 'unblinded', centreId, patientId: patient.patientId, details: { what: 'reading', number } });
      return patient;
    }); // prettier-ignore
  }

  /** Tries again to store what was accepted. @throws NOT_FOUND as `reopen`. */
  async storeAgain(ctx: PortalContext, caseId: string): Promise<ReadingCase> {
    const { id } = await this.one(ctx, caseId);
    await this.accepted.store(id);
    return this.one(ctx, id);
  }

  /** Over the centres whose records the asker may read. @throws as `plan`. */
  async agreement(ctx: PortalContext, study: string): Promise<ReadingAgreement> {
    const { readCentres } = this.studies.scopeWith(ctx, study, 'readRecords');
    return agreementOf(await this.db.read(ctx.asker, (tx) => readPairs(tx, readCentres)));
  }

  private scope(ctx: PortalContext, study: string): StudyScope {
    return this.studies.scopeWith(ctx, study, 'assignReadings');
  }

  private async one(ctx: PortalContext, caseId: string): Promise<ReadingCase> {
    const [found] = await this.named([await this.db.read(ctx.asker, (tx) => this.caseOf(tx, ctx, caseId))]);
    if (!found) throw notFound('case');
    return found;
  }

  private async caseOf(tx: StudyTransaction, ctx: PortalContext, caseId: string): Promise<CaseRow> {
    const [found] = isId(caseId) ? await readCases(tx, assignableCentres(ctx), caseId) : [];
    if (!found) throw notFound('case');
    return found;
  }

  private async named(cases: readonly CaseRow[]): Promise<ReadingCase[]> {
    const names = await this.accounts.namesOf([...new Set(cases.flatMap(({ readings }) => readings.map(({ userId }) => userId)))]); // prettier-ignore
    return cases.map((one) => ({
      ...one,
      readings: one.readings.map((reading) => ({ ...reading, name: names.get(reading.userId) ?? reading.userId })),
    }));
  }

  private async addCase(
    tx: StudyTransaction,
    { asker }: PortalContext,
    { id: patientId, code, centreId, images, isAssigned }: PatientToReadRow,
    { assessmentIds, plan, wanted }: { assessmentIds: readonly string[] | null; plan: ReadingPlan; wanted: NewCases },
  ): Promise<void> {
    if (isAssigned) {
      throw new PortalError('CONFLICT', `patient ${code} has a case that is not decided yet`, { readings: 'ASSIGNED' });
    }
    const asked = assessmentIds?.map((one) => one.toLowerCase());
    const chosen = asked ? images.filter(({ id }) => asked.includes(id)) : images;
    if (asked && chosen.length !== new Set(asked).size) throw notFound('image');
    const readerIds = [wanted.firstReader, wanted.secondReader] as const;
    const one = { ...plan, centreId, patientId, readerIds, adjudicatorId: wanted.adjudicator, author: asker.name };
    const days = daysOf(code, chosen);
    while (!(await addCase(tx, { ...one, number: randomInt(100_000, 1_000_000), days, assessmentIds: chosen.map(({ id }) => id) }))); // prettier-ignore
  }
}

function assignableCentres({ asker }: PortalContext): number[] {
  return centresWith(asker, 'assignReadings');
}

/** Study days in their order. @throws BAD_USER_INPUT where an image has none, two have one, or visit 0 is not the first. */
function daysOf(code: string, images: PatientToReadRow['images']): number[] {
  const days = images.flatMap(({ day }) => (day === null ? [] : [day]));
  const why =
    images.length < 2
      ? 'at least two images are read'
      : days.length < images.length
        ? 'an image has no study day: its date or the first HAIC is missing'
        : new Set(days).size < days.length
          ? 'two images are of one day'
          : images[0]?.visitNumber !== 0
            ? 'the first image must be the baseline, visit 0'
            : null;
  if (why !== null) throw badInput(`patient ${code} cannot be read: ${why}`);
  return days;
}

/** @throws BAD_USER_INPUT naming who cannot read or decide at the patient's centre, or is named twice. */
function refuseUnfit(
  members: readonly BlindMemberRow[],
  { code, centreId }: PatientToReadRow,
  { firstReader, secondReader, adjudicator }: NewCases,
): void {
  const people = [
    { what: 'firstReader', userId: firstReader, right: 'readBlind', fit: 'a reader' },
    { what: 'secondReader', userId: secondReader, right: 'readBlind', fit: 'a reader' },
    { what: 'adjudicator', userId: adjudicator, right: 'adjudicate', fit: 'an adjudicator' },
  ];
  if (new Set(people.map(({ userId }) => userId)).size < people.length)
    throw badInput('readers and adjudicator must be three people: who reads a case does not decide it');
  for (const { what, userId, right, fit } of people) {
    const fits = members.some((one) => one.userId === userId && one.right === right && one.centres.includes(centreId));
    if (fits) continue;
    throw badInput(`${what} must be ${fit} at the centre of ${code} who may read no records of the study`);
  }
}

function checkPlan(plan: ReadingPlan): void {
  if (!discordanceRules.codes.some(({ code }) => code === plan.discordance))
    throw badInput(`discordance must be one of ${discordanceRules.codes.map(({ code }) => code).join(', ')}`);
  for (const [name, [least, most]] of Object.entries(readingPlanLimits) as [keyof typeof readingPlanLimits, readonly [number, number]][]) {
    const value = plan[name];
    const isWhole = name.endsWith('Mm') || Number.isInteger(value);
    if (!(value >= least && value <= most) || !isWhole) throw badInput(`${name} must be from ${least} to ${most}`);
  } // prettier-ignore
}
