import { isId } from '../../context/id.ts';
import { badInput } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import { askedForm } from './asked-form.ts';
import { MOST_SUBJECTS } from './data-query.service.ts';
import { type AskableRow, findAskable, knownCodes } from './query-subject.query.ts';

export interface AskableRequest {
  readonly patientIds: readonly string[];
  readonly codes: readonly string[];
  readonly form: string;
  readonly field: string | null;
  readonly eachRecord: boolean;
}

export interface Askable {
  readonly subjects: readonly AskableRow[];
  /** Codes of the request that no patient has at a centre where the asker may ask. */
  readonly unknownCodes: readonly string[];
  /** Whether there are more than can be asked about at once. */
  readonly isCut: boolean;
}

/** Whom a question would reach, before it is asked. */
export class QuerySubjectService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /**
   * Patients who are not at a centre where the asker may raise queries are left out, like those who do not exist.
   *
   * @throws NOT_FOUND for the study; FORBIDDEN; STUDY_CLOSED; BAD_USER_INPUT for a form, a field or too many patients.
   */
  async find(ctx: PortalContext, study: string, request: AskableRequest): Promise<Askable> {
    const { studyId, readCentres: centreIds } = this.studies.scopeWith(ctx, study, 'raiseQueries');
    const { patientIds, codes, form: name, field, eachRecord } = request;
    for (const [what, named] of Object.entries({ patientIds, codes })) {
      if (named.length > MOST_SUBJECTS) throw badInput(`${what} must name at most ${MOST_SUBJECTS} patients`);
    }
    return this.db.read(ctx.asker, async (tx) => {
      const form = await askedForm(tx, studyId, { form: name, field });
      const selection = { centreIds, patientIds: patientIds.filter(isId), codes, form, field, eachRecord };
      const found = await findAskable(tx, selection, MOST_SUBJECTS + 1);
      const known = new Set(await knownCodes(tx, centreIds, codes));
      return {
        subjects: found.slice(0, MOST_SUBJECTS),
        unknownCodes: [...new Set(codes)].filter((code) => !known.has(code)),
        isCut: found.length > MOST_SUBJECTS,
      };
    });
  }
}
