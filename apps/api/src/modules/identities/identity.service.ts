import { checkRow, identityForm, isError, type Issue, type Row, tidyIdentity } from '@haim/schema';
import { needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import {
  centreOfPatient,
  deleteIdentity,
  findIdentity,
  firstDayOf,
  type FoundPatientRow,
  insertIdentity,
  showIdentity,
  type ShownIdentityRow,
  type StoredIdentity,
  updateIdentity,
} from './identity.query.ts';

export interface SaveIdentity {
  readonly patientId: string;
  /** The version that was read; null enters the first. */
  readonly version: number | null;
  readonly values: Row;
  readonly reason: string | null;
}

type Right = 'readIdentities' | 'enterIdentities';

/** Who patients are: for those who treat them, at their centre, and never without an entry in the trail. */
export class IdentityService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for a patient that is absent or of another centre; FORBIDDEN without the right there. */
  show({ asker }: PortalContext, patientId: string): Promise<ShownIdentityRow> {
    return this.db.write(asker, null, async (tx) => {
      await placeOf(tx, asker, patientId, 'readIdentities');
      const shown = await showIdentity(tx, patientId);
      if (!shown) throw notFound('patient');
      return shown;
    });
  }

  /**
   * @throws NOT_FOUND for a study of others; FORBIDDEN without the right in it; BAD_USER_INPUT for a number that none can be.
   * @returns usually one patient, several where somebody is of two centres with this number, or none.
   */
  find(ctx: PortalContext, study: string, hospitalNumber: string): Promise<FoundPatientRow[]> {
    const { studyId } = this.studies.scopeWith(ctx, study, 'readIdentities');
    const { hospitalNumber: number } = tidyIdentity({ hospitalNumber });
    if (typeof number !== 'string' || number.length > 40) throw badInput('hospitalNumber must have 1 to 40 characters');
    return this.db.write(ctx.asker, null, (tx) => findIdentity(tx, studyId, number));
  }

  /**
   * Enters an identity, or corrects it for a reason.
   *
   * @throws NOT_FOUND and FORBIDDEN as `show`; STUDY_CLOSED; BAD_USER_INPUT naming the faulty fields, also for a hospital
   *   number of another patient of the centre and a date of birth after the first day on record; CONFLICT if it was entered or changed since it was read.
   */
  async save({ asker }: PortalContext, { patientId, version, values, reason }: SaveIdentity) {
    const row = tidyIdentity(values);
    const stored = await this.db
      .write(asker, reason, async (tx): Promise<StoredIdentity> => {
        const place = await placeOf(tx, asker, patientId, 'enterIdentities');
        const issues = [...checkRow(identityForm, row, { arm: [] }), ...(await bornLater(tx, patientId, row))];
        if (issues.some(isError)) throw refusal(issues);
        if (version !== null && !reason?.trim()) throw badInput('a correction needs a reason');
        const saved =
          version === null
            ? await insertIdentity(tx, place, row, asker.name)
            : await updateIdentity(tx, { ...place, version }, row, asker.name);
        if (!saved) throw changedMeanwhile();
        return saved;
      })
      .catch(refuseTaken);
    return { ...row, ...stored };
  }

  /** Removes it for a reason. @throws as `save`. */
  async remove(
    { asker }: PortalContext,
    { patientId, version, reason }: { patientId: string; version: number; reason: string },
  ): Promise<string> {
    await this.db.write(asker, reason, async (tx) => {
      const place = await placeOf(tx, asker, patientId, 'enterIdentities');
      if (!reason.trim()) throw badInput('removing an identity needs a reason');
      if (!(await deleteIdentity(tx, { ...place, version }))) throw changedMeanwhile();
    });
    return patientId;
  }
}

async function placeOf(tx: StudyTransaction, asker: PortalContext['asker'], patientId: string, right: Right) {
  const centreId = isId(patientId) ? await centreOfPatient(tx, patientId) : null;
  if (centreId === null) throw notFound('patient');
  needRightAt(asker, right, [centreId]);
  return { patientId, centreId };
}

/** Who was enrolled, treated or screened was born by then. */
async function bornLater(tx: StudyTransaction, patientId: string, { dateOfBirth }: Row): Promise<Issue[]> {
  const day = typeof dateOfBirth === 'string' ? await firstDayOf(tx, patientId) : null;
  if (day === null || String(dateOfBirth) <= day) return [];
  const expected = {
    en: `no later than ${day}, the first day on record of this patient: enrolment, first HAIC or screening`,
    zh: `不晚于 ${day}，即该患者最早的入组、首次 HAIC 或筛选日期`,
  };
  return [{ field: 'dateOfBirth', problem: 'rule', severity: 'error', expected }];
}

function refusal(issues: readonly Issue[]): PortalError {
  const faults = issues.filter(isError).map(({ field, expected }) => `${field} must be ${expected.en}`);
  return badInput(`${identityForm.label.en}: ${faults.join('; ')}`, issues);
}

/** Without what is stored: looking at it is a step of its own, which is recorded. */
function changedMeanwhile(): PortalError {
  return new PortalError(
    'CONFLICT',
    'the identity was entered, changed or removed by somebody else meanwhile: look at it again',
  );
}

/** @throws BAD_USER_INPUT at the field for a number that another patient of the same centre has; anything else as it is. */
function refuseTaken(cause: unknown): never {
  if ((cause as { constraint?: unknown }).constraint !== 'patient_identity_hospital_number') throw cause;
  throw refusal([
    {
      field: 'hospitalNumber',
      problem: 'inUse',
      severity: 'error',
      expected: { en: 'a number that no other patient of this centre has', zh: '本中心其他患者未使用的病案号' },
    },
  ]);
}
