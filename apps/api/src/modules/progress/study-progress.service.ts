import { inBoth, type Statement, statement } from '@haim/schema';
import { type SubjectStore } from '../../columns/index.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type DueService, type FollowUp } from '../schedule/index.ts';
import { readArms, readStudy, type StudyRow, type StudyService, timeZeroOf } from '../studies/index.ts';
import { accrualOf } from './accrual.ts';
import { countCompleteness, formsExpected } from './centre-completeness.query.ts';
import { informationOf } from './information.ts';
import { type Maturity, maturityOf } from './maturity.ts';
import { readPlan, type StoredPlan } from './study-plan.query.ts';

/** Days since the last contact of patients who were alive then, each step after the one before it. */
const contactAges = [90, 180, 365] as const;

/** How far a study has come, of the centres that the asker reads: exact, because nobody else's patients are in it. */
export class StudyProgressService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly due: DueService,
  ) {}

  /** @throws NOT_FOUND for a study that is not the asker's, FORBIDDEN without the right to read its records. */
  async progress(ctx: PortalContext, study: string) {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    const [coversStudy, followUp, overdue] = await Promise.all([
      this.studies.coversStudy(ctx, scope),
      this.due.followUp(ctx, study, []),
      this.due.overdueByCentre(ctx, scope),
    ]);
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const [row, arms, plan] = await Promise.all([
        readStudy(tx, scope.studyId),
        readArms(tx, scope.studyId),
        readPlan(tx, scope.studyId),
      ]);
      const expected = formsExpected(row.unusedForms);
      const counted = await countCompleteness(tx, scope.readCentres, expected);
      const [days = [], centreOf = []] = columns.everybody(null).rows(['startedOn', 'centre']);
      const accrual = accrualOf(
        days.map((day) => (day === null ? null : Number(day))),
        centreOf.map(String),
        counted.map(({ centre }) => centre),
        plan,
        followUp.until,
      );
      const maturity = maturityOf(columns.cohort(null), arms);
      // Events at some centres against a plan for all of them would say nothing.
      const information = coversStudy ? informationOf(plan, armsOf(plan, maturity)) : null;
      const forms = statement('completenessOfForms', { forms: expected.length });
      return {
        dataVersion: columns.version,
        coversStudy,
        until: followUp.until,
        monthDays: row.monthDays,
        plan,
        accrual: { ...accrual, statements: accrualSaid(row, plan, accrual.undated) },
        maturity,
        lastContacts: lastContactsOf(followUp),
        followUp,
        maturitySaid: maturitySaid(row, followUp),
        information,
        completeness: counted.map(({ centreId, ...one }) => ({
          ...one,
          expected: one.patients * expected.length,
          overdue: overdue.get(centreId) ?? 0,
        })),
        completenessSaid: [forms],
      };
    });
  }
}

function armsOf({ endpoint }: StoredPlan, maturity: readonly Maturity[]) {
  return maturity.flatMap(({ arm, followed, deaths, imaged, progressions }) => {
    if (arm === null) return [];
    return [endpoint === 'OS' ? { arm, n: followed, events: deaths } : { arm, n: imaged, events: progressions }];
  });
}

/** Patients who were alive when last seen, by how long before the cut-off that was; the first were seen on it or later. */
function lastContactsOf({ reached, rows }: FollowUp) {
  const bounds = [0, ...contactAges, null];
  return bounds.map((to, k) => {
    const from = k === 0 ? 0 : (bounds[k - 1] ?? 0) + 1;
    const among = rows.filter(({ lacksDays }) => lacksDays >= from && (to === null || lacksDays <= to));
    return { fromDays: from, toDays: to, patients: k === 0 ? reached : among.length };
  });
}

function accrualSaid(row: StudyRow, plan: StoredPlan, undated: number): Statement[] {
  const { targetPatients: patients, accrualFrom: from, accrualUntil: until } = plan;
  return [
    statement('accrualByMonth', { timeZero: inBoth(timeZeroOf(row)) }),
    ...(undated > 0 ? [statement('accrualWithoutDay', { n: undated })] : []),
    ...(patients !== null && from !== null && until !== null
      ? [statement('accrualPlanned', { patients, from, until })]
      : []),
  ];
}

function maturitySaid(row: StudyRow, { said }: FollowUp): Statement[] {
  return [
    statement('followUpMaturity'),
    statement('eventsOfArms', { recipe: row.recipe }),
    ...(said === null ? [] : [said]),
  ];
}
