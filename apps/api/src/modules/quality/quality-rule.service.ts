import { checkOwnRule, isQualityRuleName, ownRuleLimits, ownVariables } from '@haim/schema';
import { hasRight } from '../../context/asker.ts';
import { badInput, notFound, PortalError, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { readOwnFields } from '../fields/index.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import { countFindings, type FindingCount } from './finding.query.ts';
import {
  insertOwnRule,
  readRules,
  readSchedule,
  type RuleInStudy,
  type RuleSetting,
  type Schedule,
  storeSchedule,
  storeSetting,
  updateOwnRule,
} from './quality-rule.query.ts';

export interface QualityRow {
  readonly studyId: number;
  readonly rules: readonly RuleInStudy[];
  /** At the centres that the asker reads. */
  readonly counts: readonly FindingCount[];
  readonly schedule: Schedule;
}

/** A rule of the study as it arrives. */
export interface GivenRule {
  readonly nameEn: string;
  readonly nameZh: string;
  readonly condition: unknown;
}

/** Which rules a study has, and what they found. */
export class QualityRuleService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for the study, FORBIDDEN. */
  overview(ctx: PortalContext, study: string): Promise<QualityRow> {
    const { studyId, readCentres } = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, async (tx) => {
      const [rules, counts, schedule] = await Promise.all([
        readRules(tx, studyId),
        countFindings(tx, studyId, readCentres),
        readSchedule(tx, studyId),
      ]);
      return { studyId, rules, counts, schedule };
    });
  }

  /**
   * Switches a rule on or off, and whether it raises queries.
   *
   * @param version - the version of the rule that was read.
   * @throws NOT_FOUND, FORBIDDEN, STUDY_CLOSED; CONFLICT where somebody else has changed it meanwhile.
   */
  set(ctx: PortalContext, study: string, key: string, version: number, setting: RuleSetting): Promise<RuleInStudy> {
    return this.change(ctx, study, async (tx, { studyId }) => {
      const rule = present(await readRules(tx, studyId), key, version);
      if (!(await storeSetting(tx, studyId, rule, setting, ctx.asker.name))) throw changedMeanwhile();
      return key;
    });
  }

  /**
   * Adds a rule of the study, or changes one.
   *
   * @param read - the rule and the version of it that was read; null adds one.
   * @throws BAD_USER_INPUT naming what is wrong and what is expected; otherwise as `set`.
   */
  save(
    ctx: PortalContext,
    study: string,
    read: { readonly key: string; readonly version: number } | null,
    given: GivenRule,
  ): Promise<RuleInStudy> {
    return this.change(ctx, study, async (tx, { studyId }) => {
      const rules = await readRules(tx, studyId);
      if (read && isQualityRuleName(read.key))
        throw badInput('a rule of the portal is switched on and off, not changed');
      if (read) present(rules, read.key, read.version);
      const others = rules.filter(({ key }) => !isQualityRuleName(key) && key !== read?.key);
      if (others.length >= ownRuleLimits.rules) throw badInput(`a study has at most ${ownRuleLimits.rules} rules`);
      const lists = {
        ...(await listsOf(tx, studyId)),
        own: ownVariables(await readOwnFields(tx, studyId)),
      };
      const labels = others.map(({ label }) => label);
      const { rule, issues } = checkOwnRule(given, labels, lists);
      if (!rule)
        throw badInput(issues.map(({ field, expected }) => `${field} must be ${expected.en}`).join('; '), issues);
      if (!read) return insertOwnRule(tx, studyId, rule, ctx.asker.name);
      if (!(await updateOwnRule(tx, studyId, read, rule, ctx.asker.name))) throw changedMeanwhile();
      return read.key;
    });
  }

  /** Whether the rules run every night. @throws as `set`. */
  schedule(ctx: PortalContext, study: string, schedule: Schedule): Promise<Schedule> {
    return this.write(ctx, study, async (tx, { studyId }) => {
      if (!(await storeSchedule(tx, studyId, schedule, ctx.asker.name))) throw changedMeanwhile();
      return readSchedule(tx, studyId);
    });
  }

  /** @returns the rule as it is stored. */
  private change(
    ctx: PortalContext,
    study: string,
    work: (tx: WriteTransaction, scope: StudyScope) => Promise<string>,
  ): Promise<RuleInStudy> {
    return this.write(ctx, study, async (tx, scope) => {
      const key = await work(tx, scope);
      const stored = (await readRules(tx, scope.studyId)).find((rule) => rule.key === key);
      if (!stored) throw notFound('rule');
      return stored;
    });
  }

  private async write<T>(
    ctx: PortalContext,
    study: string,
    work: (tx: WriteTransaction, scope: StudyScope) => Promise<T>,
  ): Promise<T> {
    const scope = this.studies.scope(ctx, study);
    if (!hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('manageStudy');
    if (scope.isClosed) throw studyClosed(study);
    return this.db
      .write(ctx.asker, null, (tx) => work(tx, scope))
      .catch((cause: unknown) => {
        // Two that were added at the same time under one name: each had found none.
        if ((cause as { code?: unknown }).code === UNIQUE) throw changedMeanwhile();
        throw cause;
      });
  }
}

const UNIQUE = '23505';

async function listsOf(tx: StudyTransaction, studyId: number): Promise<{ arm: string[]; centre: string[] }> {
  const [lists] = await tx.rows<{ arm: string[]; centre: string[] }>(
    `select array(select code from portal.study_arm where study_id = $1) as arm,
       array(select code from portal.centre where study_id = $1) as centre`,
    [studyId],
  );
  return lists ?? { arm: [], centre: [] };
}

/** @throws NOT_FOUND; CONFLICT where another version of it is stored. */
function present(rules: readonly RuleInStudy[], key: string, version: number): RuleInStudy {
  const rule = rules.find((one) => one.key === key);
  if (!rule) throw notFound('rule');
  if (rule.version !== version) throw changedMeanwhile();
  return rule;
}

function changedMeanwhile(): PortalError {
  return new PortalError('CONFLICT', 'somebody else has changed the rules meanwhile: look at them again');
}
