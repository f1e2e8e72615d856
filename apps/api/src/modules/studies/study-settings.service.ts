import {
  checkStudy,
  checkStudyChange,
  type Issue,
  type StudySettings,
  type StudyUse,
  usualDisclosure,
} from '@haim/schema';
import { hasRight } from '../../context/asker.ts';
import { badInput, notFound, PortalError, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { type StudyScope, type StudyService } from './study.service.ts';
import { readRecipes, type RecipeRow } from './recipe.query.ts';
import {
  changeStudy,
  readSettings,
  readUse,
  setClosed,
  type StoredSettings,
  takeStudy,
} from './study-settings.query.ts';

export interface SettingsInUse {
  readonly settings: StoredSettings;
  readonly use: StudyUse;
}

/** Settings as they are given: rules that are left out stay as they are. */
export type GivenSettings = Omit<StudySettings, 'disclosure' | 'minimumFollowUp' | 'scoreOfPatient'> & {
  readonly disclosure?: StudySettings['disclosure'] | undefined;
  readonly minimumFollowUp?: StudySettings['minimumFollowUp'] | undefined;
  readonly scoreOfPatient?: StudySettings['scoreOfPatient'] | undefined;
};

/** @param stored - null for a new study, in which nothing crosses centres and no follow-up is asked for. */
export function withRules(given: GivenSettings, stored: StudySettings | null): StudySettings {
  const { disclosure, minimumFollowUp, scoreOfPatient } = given;
  return {
    ...given,
    disclosure: disclosure ?? stored?.disclosure ?? usualDisclosure,
    minimumFollowUp: minimumFollowUp === undefined ? (stored?.minimumFollowUp ?? null) : minimumFollowUp,
    scoreOfPatient: scoreOfPatient ?? stored?.scoreOfPatient ?? 'first',
  };
}

/** A changed cut-off or recipe derives every patient's outcomes anew, in the commit. */
export const longestCommit = '10min';
const foreignKeyViolation = '23503';
const lockNotAvailable = '55P03';

/** What a study is, for those who manage it: changed, closed and reopened. */
export class StudySettingsService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for a study that is not the asker's, FORBIDDEN without the right. */
  async read(ctx: PortalContext, code: string): Promise<SettingsInUse> {
    const { studyId } = this.managed(ctx, code);
    return this.db.read(ctx.asker, (tx) => settingsInUse(tx, studyId));
  }

  /**
   * @throws as `read`; BAD_USER_INPUT with the faulty settings; STUDY_CLOSED; CONFLICT with the present settings if they were
   *   changed since the version that was read.
   */
  async change(ctx: PortalContext, code: string, version: number, given: GivenSettings): Promise<SettingsInUse> {
    const { studyId, isClosed } = this.managed(ctx, code);
    if (isClosed) throw studyClosed(code);
    return this.db
      .write(ctx.asker, null, async (tx) => {
        await takeStudy(tx, studyId);
        const { settings, use } = await settingsInUse(tx, studyId);
        if (settings.version !== version) throw changedMeanwhile(settings);
        const next = tidied(withRules(given, settings));
        refuse([...(await studyIssues(tx, next, studyId)), ...checkStudyChange(next, settings, use)]);
        await tx.rows(`select set_config('statement_timeout', $1, true)`, [longestCommit]);
        if (!(await changeStudy(tx, studyId, version, next, ctx.asker.name))) await this.conflict(tx, studyId);
        return settingsInUse(tx, studyId);
      })
      .catch((error: unknown) => {
        refuseHeldUp(error);
        // Named by something that is not counted as use, such as a training.
        if ((error as { code?: unknown }).code !== foreignKeyViolation) throw error;
        throw badInput('centres must stay: one that was taken out is in use', [
          {
            field: 'centres',
            problem: 'rule',
            severity: 'error',
            expected: { en: 'those that are in use among them', zh: '保留正在使用的中心' },
          },
        ]);
      });
  }

  /** Nothing can be entered, imported, uploaded or run any more. @param reason - for the audit trail. @throws as `change`. */
  close(ctx: PortalContext, code: string, version: number, reason: string): Promise<SettingsInUse> {
    return this.setClosed(ctx, { code, version, reason, isClosed: true });
  }

  /** @throws as `change`. */
  reopen(ctx: PortalContext, code: string, version: number, reason: string): Promise<SettingsInUse> {
    return this.setClosed(ctx, { code, version, reason, isClosed: false });
  }

  private async setClosed(
    ctx: PortalContext,
    { code, version, reason, isClosed }: { code: string; version: number; reason: string; isClosed: boolean },
  ): Promise<SettingsInUse> {
    const scope = this.managed(ctx, code);
    if (isClosed && scope.isClosed) throw studyClosed(code);
    const { studyId } = scope;
    const why = reason.trim();
    if (why === '' || why.length > 500) throw badInput('reason must have 1 to 500 characters');
    return this.db
      .write(ctx.asker, why, async (tx) => {
        await takeStudy(tx, studyId);
        if (!(await setClosed(tx, studyId, version, isClosed, ctx.asker.name))) await this.conflict(tx, studyId);
        return settingsInUse(tx, studyId);
      })
      .catch((error: unknown) => {
        refuseHeldUp(error);
        throw error;
      });
  }

  private async conflict(tx: WriteTransaction, studyId: number): Promise<never> {
    throw changedMeanwhile((await settingsInUse(tx, studyId)).settings);
  }

  private managed({ asker }: PortalContext, code: string): StudyScope {
    const scope = this.studies.scope({ asker }, code);
    if (!hasRight(asker, 'manageStudy', code)) throw withoutRight('manageStudy');
    return scope;
  }
}

/** @throws CONFLICT in place of a lock that was waited for too long; anything else passes. */
export function refuseHeldUp(error: unknown): void {
  if ((error as { code?: unknown }).code !== lockNotAvailable) return;
  throw new PortalError('CONFLICT', 'records of this study are being written: save again in a moment');
}

async function settingsInUse(tx: StudyTransaction, studyId: number): Promise<SettingsInUse> {
  const [settings, use] = await Promise.all([readSettings(tx, studyId), readUse(tx, studyId)]);
  if (!settings) throw notFound('study');
  return { settings, use };
}

/**
 * What is wrong with settings by themselves; a recipe has to be one of the portal's or of the study.
 *
 * @param studyId - null for a new study.
 */
export async function studyIssues(
  tx: StudyTransaction,
  study: StudySettings,
  studyId: number | null,
): Promise<Issue[]> {
  const recipes = await readRecipes(tx, studyId);
  const recipe = recipes.find(({ id }) => id === study.recipeId);
  if (recipe) return [...checkStudy(study), ...followUpOfRecipe(study, recipe)];
  const names = recipes.map(({ name, version }) => `${name} ${version}`);
  const expected = { en: `one of the recipes ${names.join(', ')}`, zh: `以下规则之一：${names.join('、')}` };
  return [...checkStudy(study), { field: 'recipeId', problem: 'notInList', severity: 'error', expected }];
}

/** Whether somebody could be followed long enough is known from the first HAIC alone. */
function followUpOfRecipe({ minimumFollowUp }: StudySettings, { name, version, timeZero }: RecipeRow): Issue[] {
  if (minimumFollowUp === null || timeZero === 'firstHaic') return [];
  const expected = {
    en: `nothing with the recipe ${name} ${version}, which does not count from the first HAIC`,
    zh: `采用规则 ${name} ${version} 时须留空：该规则不从首次 HAIC 起计`,
  };
  return [{ field: 'minimumFollowUp.months', problem: 'rule', severity: 'error', expected }];
}

/** Without blanks around texts; a Chinese name that is empty or says the same is none. */
export function tidied(study: StudySettings): StudySettings {
  const label = ({ en, zh }: StudySettings['name']) => {
    const [english, chinese] = [en.trim(), zh?.trim() ?? ''];
    return { en: english, zh: chinese === '' || chinese === english ? null : chinese };
  };
  return {
    ...study,
    code: study.code.trim(),
    name: label(study.name),
    timeZero: study.timeZero.trim(),
    arms: study.arms.map((arm) => ({ code: arm.code.trim(), label: label(arm.label) })),
    centres: study.centres.map(({ code, name }) => ({ code: code.trim(), name: name.trim() })),
    unusedForms: [...new Set(study.unusedForms)],
  };
}

/** @throws BAD_USER_INPUT naming the first of the faulty settings, with all of them. */
export function refuse(issues: readonly Issue[]): void {
  const [first] = issues;
  if (first) throw badInput(`${first.field} must be ${first.expected.en}`, issues);
}

function changedMeanwhile(current: StoredSettings): PortalError {
  return new PortalError(
    'CONFLICT',
    `${current.updatedBy ?? 'somebody'} changed this study meanwhile: look at it again`,
    {
      study: 'CHANGED',
      currentVersion: current.version,
      changedBy: current.updatedBy,
      current,
    },
  );
}
