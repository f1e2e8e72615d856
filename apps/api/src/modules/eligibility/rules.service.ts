import {
  checkCriteria,
  type Criterion,
  type EligibilityRules,
  isError,
  type Issue,
  knownLaterIn,
  ownVariables,
  type Statement,
  statement,
  type SubjectVariable,
} from '@haim/schema';
import { hasRight } from '../../context/asker.ts';
import { badInput, PortalError, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { readOwnFields } from '../fields/index.ts';
import { type StudyService } from '../studies/index.ts';
import { readRules, type StoredRules, storeRules } from './rules.query.ts';

export interface RulesInUse extends StoredRules {
  /** The variables that fields of the study are: a condition may name them. */
  readonly own: readonly SubjectVariable[];
}

/** Changed criteria judge every patient of the study anew, in the commit. */
const longestCommit = '10min';

/** Whom a study takes in, and whom its analyses count. */
export class EligibilityRulesService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for a study of others; FORBIDDEN for who neither reads its records nor manages it. */
  async read(ctx: PortalContext, study: string): Promise<RulesInUse> {
    const { studyId } = this.studies.scope(ctx, study);
    if (!hasRight(ctx.asker, 'readRecords', study) && !hasRight(ctx.asker, 'manageStudy', study)) {
      throw withoutRight('readRecords');
    }
    return this.db.read(ctx.asker, async (tx) => {
      const own = ownVariables(await readOwnFields(tx, studyId));
      return { ...(await readRules(tx, studyId)), own };
    });
  }

  /**
   * Replaces what the study states; every patient is judged by it at once.
   *
   * @param version - the one that was read; 0 where nothing was stated yet.
   * @throws as `read`; FORBIDDEN without the right to manage the study; STUDY_CLOSED; BAD_USER_INPUT naming each fault by its
   *   place; CONFLICT if somebody changed it meanwhile.
   */
  async save(ctx: PortalContext, study: string, version: number, given: EligibilityRules): Promise<RulesInUse> {
    const { studyId, isClosed } = this.studies.scope(ctx, study);
    if (!hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('manageStudy');
    if (isClosed) throw studyClosed(study);
    return this.db.write(ctx.asker, null, async (tx) => {
      const own = ownVariables(await readOwnFields(tx, studyId));
      refuse(checkCriteria(given, own));
      await tx.rows(`select set_config('statement_timeout', $1, true)`, [longestCommit]);
      if (!(await storeRules(tx, studyId, version, given, ctx.asker.name))) {
        const { updatedBy, version: current } = await readRules(tx, studyId);
        throw new PortalError('CONFLICT', `${updatedBy} changed the criteria meanwhile: look at them again`, {
          by: updatedBy,
          currentVersion: current,
        });
      }
      return { ...(await readRules(tx, studyId)), own };
    });
  }
}

/** @throws BAD_USER_INPUT naming each fault and what is expected. */
export function refuse(issues: readonly Issue[]): void {
  if (!issues.some(isError)) return;
  throw badInput(issues.map(({ field, expected }) => `${field} must be ${expected.en}`).join('; '), issues);
}

/** What a reader must know of the criteria before comparing anybody by them. */
export function rulesSaid({ population, criteria }: EligibilityRules, own: readonly SubjectVariable[]): Statement[] {
  const later = criteria.filter((one: Criterion) => knownLaterIn(one, own).length > 0);
  return [
    ...(population === 'all' && criteria.length > 0 ? [statement('everybodyCounted')] : []),
    ...(later.length > 0 && population === 'eligible'
      ? [statement('criteriaAfterTimeZero', { criteria: later.map(({ label }) => label) })]
      : []),
  ];
}
