import { type Form, formOfStudy, forms } from '@haim/schema';
import { needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { tableOf } from '../../db/entity-from-form.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { readOwnFields } from '../fields/index.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import { findPatient, findPlaceOf } from './review.query.ts';
import {
  countVerified,
  findUnverified,
  findVerification,
  readVerificationsOf,
  removeVerification,
  storeVerification,
  type VerificationRow,
  type Verified,
  type VerifiedShare,
} from './verification.query.ts';

/** What was compared with its source, by whoever asks about records: a change of the values takes it back. */
export class VerificationService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** Marks on records of a patient, also those that a change has taken back. @throws NOT_FOUND for the patient. */
  ofPatient({ asker }: PortalContext, patientId: string): Promise<VerificationRow[]> {
    return this.db.read(asker, async (tx) => {
      const patient = isId(patientId) ? await findPatient(tx, patientId) : undefined;
      if (!patient) throw notFound('patient');
      return readVerificationsOf(tx, patient);
    });
  }

  /** How many records of each centre and form were compared, and not changed since. */
  shares(ctx: PortalContext, study: string): Promise<VerifiedShare[]> {
    const { readCentres } = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, (tx) => countVerified(tx, readCentres));
  }

  /** The patients of a scope of whom a record is left to compare with its source. */
  patientsToCompare({ asker }: PortalContext, { readCentres }: StudyScope): Promise<ReadonlySet<string>> {
    return this.db.read(asker, (tx) => findUnverified(tx, readCentres));
  }

  /**
   * Marks a record, or one of its fields, as compared with its source, as it was read.
   *
   * @throws NOT_FOUND, STUDY_CLOSED, FORBIDDEN, BAD_USER_INPUT; CONFLICT where the record has changed since it was read, or
   *   records of the centre are being stored for longer than a person would wait.
   */
  verify({ asker }: PortalContext, patientId: string, verified: Verified): Promise<VerificationRow> {
    return this.db
      .write(asker, null, async (tx) => {
        await tx.rows(`select set_config('lock_timeout', '2s', true)`);
        const { form: name, recordId, field } = verified;
        const form = formNamed(name);
        const isPlace = isId(recordId) && isId(patientId);
        const patient = isPlace ? await findPlaceOf(tx, tableOf(form), recordId, patientId) : undefined;
        if (!patient) throw notFound('record');
        needRightAt(asker, 'raiseQueries', [patient.centreId]);
        if (field !== null) await needField(tx, form, field, patient.centreId);
        return storeVerification(tx, patient, verified, asker.name);
      })
      .catch(refuseVerifying);
  }

  /** Takes a mark away. @throws NOT_FOUND, STUDY_CLOSED, FORBIDDEN. */
  async takeBack({ asker }: PortalContext, id: string): Promise<string> {
    await this.db.write(asker, null, async (tx) => {
      const mark = isId(id) ? await findVerification(tx, id) : undefined;
      if (!mark) throw notFound('verification');
      needRightAt(asker, 'raiseQueries', [mark.centreId]);
      if (!(await removeVerification(tx, id))) throw notFound('verification');
    });
    return id;
  }
}

function formNamed(name: string): Form {
  const form = forms.find((one) => one.name === name);
  if (!form) throw badInput(`form must be one of ${forms.map((one) => one.name).join(', ')}`);
  return form;
}

/** Fields that the study has added are compared too. */
async function needField(tx: StudyTransaction, form: Form, field: string, centreId: number): Promise<void> {
  const [centre] = await tx.rows<{ studyId: number }>('select study_id as "studyId" from portal.centre where id = $1', [
    centreId,
  ]);
  const own = centre ? await readOwnFields(tx, centre.studyId) : [];
  const { fields } = formOfStudy(
    form,
    own.filter((one) => one.form === form.name),
  );
  if (!Object.hasOwn(fields, field)) {
    throw badInput(`field must be one of the form ${form.name}: ${Object.keys(fields).join(', ')}`);
  }
}

function refuseVerifying(cause: unknown): never {
  const { code } = cause as { code?: unknown };
  if (code === '55000') throw new PortalError('CONFLICT', 'the record has changed since it was read: compare it again');
  if (code === '55P03')
    throw new PortalError('CONFLICT', 'records of this centre are being stored: try again in a moment');
  throw cause;
}
