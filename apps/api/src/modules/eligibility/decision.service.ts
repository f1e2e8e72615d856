import {
  columnOf,
  type Criterion,
  isOwnKey,
  type Label,
  ownVariables,
  subjectVariable,
  type SubjectVariable,
  variablesOf,
} from '@haim/schema';
import { needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { readOwnFields } from '../fields/index.ts';
import {
  type DecisionRow,
  type JudgedRow,
  type NewDecision,
  readJudged,
  removeDecision,
  storeDecision,
} from './decision.query.ts';
import { readRules } from './rules.query.ts';
import { refuse } from './rules.service.ts';

export interface JudgedCriterion {
  readonly criterion: Criterion;
  readonly met: boolean | null;
  /** The variables without a value on which the answer depends. */
  readonly missing: readonly Label[];
}

/** One patient under the criteria of the study. */
export interface PatientEligibility {
  readonly state: JudgedRow['state'];
  readonly criteria: readonly JudgedCriterion[];
  readonly decision: DecisionRow | null;
}

const mostReason = 500;

/** What the criteria make of a patient, and what somebody decides beside them. */
export class EligibilityDecisionService {
  constructor(private readonly db: StudyDb) {}

  /** @throws NOT_FOUND for a patient who is absent or not the asker's. */
  ofPatient({ asker }: PortalContext, patientId: string): Promise<PatientEligibility> {
    return this.db.read(asker, (tx) => eligibilityOf(tx, patientId));
  }

  /**
   * Says that a patient is eligible, or is not, whatever the criteria make of the records.
   *
   * @throws NOT_FOUND; STUDY_CLOSED; FORBIDDEN; BAD_USER_INPUT for a reason that is missing or too long; CONFLICT if
   *   somebody decided meanwhile.
   */
  decide(ctx: PortalContext, patientId: string, given: NewDecision): Promise<PatientEligibility> {
    const reason = given.reason.trim();
    return this.change(ctx, patientId, reason, (tx, patient) =>
      storeDecision(tx, patient, { ...given, reason }, ctx.asker.name),
    );
  }

  /** The criteria alone decide again. @throws as `decide`. */
  takeBack(ctx: PortalContext, patientId: string, version: number, reason: string): Promise<PatientEligibility> {
    return this.change(ctx, patientId, reason.trim(), (tx, patient) => removeDecision(tx, patient, version));
  }

  private async change(
    { asker }: PortalContext,
    patientId: string,
    reason: string,
    work: (tx: WriteTransaction, patient: { id: string; centreId: number }) => Promise<boolean>,
  ): Promise<PatientEligibility> {
    await this.db.write(asker, reason, async (tx) => {
      const { centreId } = await judgedOf(tx, patientId);
      needRightAt(asker, 'decideEligibility', [centreId]);
      refuseReason(reason);
      if (!(await work(tx, { id: patientId, centreId }))) {
        throw new PortalError('CONFLICT', 'somebody decided on this patient meanwhile: look again');
      }
    });
    // The stored row is derived when the change commits.
    return this.db.read(asker, (tx) => eligibilityOf(tx, patientId));
  }
}

async function judgedOf(tx: StudyTransaction, patientId: string): Promise<JudgedRow> {
  const row = isId(patientId) ? await readJudged(tx, patientId) : undefined;
  if (!row) throw notFound('patient');
  return row;
}

async function eligibilityOf(tx: StudyTransaction, patientId: string): Promise<PatientEligibility> {
  const row = await judgedOf(tx, patientId);
  const { criteria } = await readRules(tx, row.studyId);
  const own = ownVariables(await readOwnFields(tx, row.studyId));
  return {
    state: row.state,
    decision: row.decision && { ...row.decision, decidedAt: new Date(row.decision.decidedAt) },
    criteria: criteria.map((criterion) => {
      const met = row.failed.includes(criterion.code) ? false : row.unknown.includes(criterion.code) ? null : true;
      return { criterion, met, missing: met === null ? missingIn(criterion, row.stored, own) : [] };
    }),
  };
}

function missingIn(
  { filter }: Criterion,
  stored: Readonly<Record<string, unknown>>,
  own: readonly SubjectVariable[],
): Label[] {
  const ofFields = (stored['own'] ?? {}) as Readonly<Record<string, unknown>>;
  const valueOf = (name: string) => (isOwnKey(name) ? ofFields[name] : stored[columnOf(name)]) ?? null;
  return variablesOf(filter)
    .filter((name) => valueOf(name) === null)
    .map((name) => {
      const variable = subjectVariable(name) ?? own.find((one) => one.name === name);
      return variable?.label ?? { en: name, zh: name };
    });
}

function refuseReason(reason: string): void {
  if (reason.length > 0 && reason.length <= mostReason) return;
  const expected = { en: `a reason of 1 to ${mostReason} characters`, zh: `1 至 ${mostReason} 个字符的原因` };
  refuse([{ field: 'reason', problem: reason === '' ? 'required' : 'tooLong', severity: 'error', expected }]);
}
