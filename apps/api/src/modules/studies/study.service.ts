import {
  type CentreRight,
  readingRights,
  readStatement,
  type RecipeDefinition,
  type Statement,
  statement,
  type StudyLists,
} from '@haim/schema';
import { centresWith } from '../../context/asker.ts';
import { notFound, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { formNamesOf, ruleColumns, type StudyRules } from './study-settings.query.ts';

/** What a member may do in one study, over all of the member's roles there. */
export interface StudyScope {
  readonly studyId: number;
  readonly code: string;
  readonly readCentres: readonly number[];
  /** None in a closed study. */
  readonly writeCentres: readonly number[];
  readonly isClosed: boolean;
}

/** A recipe whose rows a study keeps beside those of its own. */
export interface ComparedRecipe {
  readonly id: number;
  /** Name and version. */
  readonly name: string;
  readonly rules: RecipeDefinition;
}

export interface StudyRow extends StudyRules {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  /** Null: as in English. */
  readonly nameZh: string | null;
  readonly synthetic: boolean;
  readonly monthDays: number;
  readonly cutoffOn: string | null;
  /** What every time is counted from, in words. */
  readonly timeZero: string;
  /** Name and version of the endpoint recipe, by which times, events and best response are derived. */
  readonly recipe: string;
  /** Of the recipe; those that it does not state follow from the ones that it does. */
  readonly endpointRules: RecipeDefinition;
  readonly closedAt: Date | null;
  /** Names of forms. */
  readonly unusedForms: readonly string[];
}

export class StudyService {
  constructor(private readonly db: StudyDb) {}

  /** @throws NOT_FOUND where the study is absent or not the asker's: both get the same answer. */
  scope({ asker }: Pick<PortalContext, 'asker'>, code: string): StudyScope {
    const own = asker.studies.filter(({ studyCode }) => studyCode === code);
    const first = own[0];
    if (!first) throw notFound('study');
    return {
      studyId: first.studyId,
      code,
      readCentres: [...new Set(own.flatMap(({ readCentres }) => readCentres))],
      writeCentres: [...new Set(own.flatMap(({ writeCentres }) => writeCentres))],
      isClosed: first.isClosed ?? false,
    };
  }

  /**
   * The part of a scope in which the asker has a right, by any role.
   *
   * @throws NOT_FOUND as `scope`, STUDY_CLOSED where the right is to change something in a closed study, FORBIDDEN where no
   *   centre of the study is left.
   */
  scopeWith({ asker }: PortalContext, code: string, right: CentreRight): StudyScope {
    const scope = this.scope({ asker }, code);
    if (scope.isClosed && !readingRights.includes(right)) throw studyClosed(code);
    const allowed = centresWith(asker, right);
    const readCentres = scope.readCentres.filter((id) => allowed.includes(id));
    if (readCentres.length === 0) throw withoutRight(right);
    return { ...scope, readCentres };
  }

  /** The studies of the asker, by code. */
  async list({ asker }: PortalContext): Promise<StudyRow[]> {
    const ids = [...new Set(asker.studies.map(({ studyId }) => studyId))];
    return this.db.read(asker, async (tx) =>
      (await tx.rows<StudyRow>(`${studyColumns} where s.id = any($1) order by s.code`, [ids])).map(withFormNames),
    );
  }

  async one(ctx: PortalContext, code: string): Promise<StudyRow> {
    const { studyId } = this.scope(ctx, code);
    return this.db.read(ctx.asker, (tx) => readStudy(tx, studyId));
  }

  arms({ asker }: PortalContext, studyId: number): Promise<{ code: string; label: string; labelZh: string | null }[]> {
    return this.db.read(asker, (tx) =>
      tx.rows('select code, label, label_zh as "labelZh" from portal.study_arm where study_id = $1 order by position', [
        studyId,
      ]),
    );
  }

  centres({ asker }: PortalContext, studyId: number): Promise<{ id: number; code: string; name: string }[]> {
    return this.db.read(asker, (tx) =>
      tx.rows('select id, code, name from portal.centre where study_id = $1 order by code', [studyId]),
    );
  }

  /** Whether a scope leaves out no centre of its study: then nothing about the study is closed to the asker. */
  async coversStudy(ctx: PortalContext, { studyId, readCentres }: StudyScope): Promise<boolean> {
    const centres = await this.centres(ctx, studyId);
    return centres.every(({ id }) => readCentres.includes(id));
  }

  /** Patients whose rows the asker may read. */
  async patientCount({ asker }: PortalContext, studyId: number): Promise<number> {
    const [row] = await this.db.read(asker, (tx) =>
      tx.rows<{ n: number }>(
        `select count(*)::int as n from portal.patient p join portal.centre c on c.id = p.centre_id where c.study_id = $1`,
        [studyId],
      ),
    );
    return row?.n ?? 0;
  }
}

const studyColumns = `
  select s.id, s.code, s.name, s.name_zh as "nameZh", s.closed_at as "closedAt", s.unused_forms as "unusedForms", s.synthetic, s.month_days as "monthDays", s.cutoff_on as "cutoffOn", s.time_zero as "timeZero",
    r.name || ' ' || r.version as recipe, r.definition as "endpointRules", ${ruleColumns}
  from portal.study s join portal.recipe r on r.id = s.recipe_id`;

/** What a snapshot keeps of a study takes the place of what is stored now. */
interface AtSnapshot {
  readonly id: string;
  readonly settings: Pick<StudyRow, 'monthDays' | 'cutoffOn' | 'timeZero' | 'recipe' | 'minimumFollowUp'> & {
    readonly arms: readonly string[];
    readonly comparedRecipes?: readonly Pick<ComparedRecipe, 'id' | 'name'>[];
    readonly scoreOfPatient?: StudyRow['scoreOfPatient'];
  };
}

/** @param at - the snapshot that is analysed; null for the study as it is now. */
export async function readStudy(
  tx: StudyTransaction,
  studyId: number,
  at: AtSnapshot | null = null,
): Promise<StudyRow> {
  const [study] = await tx.rows<StudyRow>(`${studyColumns} where s.id = $1`, [studyId]);
  if (!study) throw notFound('study');
  if (!at) return withFormNames(study);
  const { monthDays, cutoffOn, timeZero, recipe, minimumFollowUp } = at.settings;
  const { scoreOfPatient = study.scoreOfPatient } = at.settings;
  // A recipe is never rewritten, so that its rules are those of the snapshot.
  const [kept] =
    recipe === study.recipe
      ? []
      : await tx.rows<Pick<StudyRow, 'endpointRules'>>(
          `select r.definition as "endpointRules" from portal.snapshot s join portal.recipe r on r.id = s.recipe_id where s.id = $1`,
          [at.id],
        );
  return withFormNames({ ...study, ...kept, monthDays, cutoffOn, timeZero, recipe, minimumFollowUp, scoreOfPatient });
}

/** @param at - as of `readStudy`. */
export function readComparedRecipes(
  tx: StudyTransaction,
  studyId: number,
  at: AtSnapshot | null = null,
): Promise<ComparedRecipe[]> {
  const kept = at?.settings.comparedRecipes?.map(({ id }) => id) ?? [];
  return tx.rows<ComparedRecipe>(
    `select r.id, r.name || ' ' || r.version as name, r.definition as rules from portal.recipe r
     where ${
       at
         ? 'r.id = any ($1::int[])'
         : `r.id in (select c.recipe_id from portal.compared_recipe c join portal.study s on s.id = c.study_id
              where c.study_id = $1 and c.recipe_id <> s.recipe_id)`
     } order by r.name, r.version`,
    [at ? kept : studyId],
  );
}

const withFormNames = (study: StudyRow): StudyRow => ({ ...study, unusedForms: formNamesOf(study.unusedForms) });

/** Time zero as worded beside a figure. A study may declare its own, in its own words. */
export function timeZeroOf({ timeZero }: Pick<StudyRow, 'timeZero'>): Statement {
  return timeZero === 'first HAIC' ? statement('firstHaicIsTimeZero') : readStatement(timeZero);
}

/** The study's own code lists, for checkRow. */
export async function readStudyLists(tx: StudyTransaction, studyId: number): Promise<StudyLists> {
  return { arm: await readArms(tx, studyId) };
}

/** The same for the study that a patient is in. */
export async function readStudyListsOf(tx: StudyTransaction, patientId: string): Promise<StudyLists> {
  const arms = await tx.rows<{ code: string }>(armsOfPatient, [patientId]);
  return { arm: arms.map(({ code }) => code) };
}

const armsOfPatient = {
  name: 'arms of the study of a patient',
  text: `select a.code from portal.patient p join portal.centre c on c.id = p.centre_id
    join portal.study_arm a on a.study_id = c.study_id where p.id = $1 order by a.position`,
};

/**
 * The codes of the study's arms in the order in which it names them.
 *
 * @param at - as of `readStudy`.
 */
export async function readArms(
  tx: StudyTransaction,
  studyId: number,
  at: AtSnapshot | null = null,
): Promise<readonly string[]> {
  if (at) return at.settings.arms;
  const arms = await tx.rows<{ code: string }>(
    'select code from portal.study_arm where study_id = $1 order by position',
    [studyId],
  );
  return arms.map(({ code }) => code);
}
