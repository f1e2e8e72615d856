import { statement, type SubjectVariable, subjectVariables } from '@haim/schema';
import { binomialInterval } from '@haim/stats';
import { type PortalContext } from '../../context/portal-context.ts';
import { inTurn, type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { contradictionCounts } from '../patients/contradictions.ts';
import { type CohortInput, CohortSql } from '../cohort/index.ts';
import { type StudyService } from '../studies/study.service.ts';

const facetVariables = subjectVariables.filter(({ facet }) => facet);
const quantities = subjectVariables.filter(({ kind, filter }) => kind === 'quantity' && filter !== null);

export interface FacetData {
  readonly variable: string;
  readonly labelEn: string;
  readonly labelZh: string;
  readonly counts: { value: string | null; n: number }[];
}

interface ResponseRow {
  arm: string | null;
  n: number;
  cr: number;
  pr: number;
  sd: number;
  pd: number;
  anyGrade: number;
  gradeThreeOrMore: number;
}

export class CohortSummaryService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** Counts of the cohort and what it is made of, from one snapshot. */
  summarise(ctx: PortalContext, study: string, cohort: CohortInput | null) {
    const scope = this.studies.scope(ctx, study);
    return this.db.read(ctx.asker, async (tx) => {
      const whole = new CohortSql(scope, null);
      const [all] = await tx.rows<{ n: number }>(
        `select count(*)::int as n from portal.subject s where ${whole.where()}`,
        whole.values,
      );
      const responses = await armRows(tx, new CohortSql(scope, cohort));
      return {
        n: responses.reduce((sum, { n }) => sum + n, 0),
        total: all?.n ?? 0,
        contradictions: await contradictionCounts(tx, new CohortSql(scope, cohort)),
        facets: await facets(tx, new CohortSql(scope, cohort)),
        quantities: await inTurn(quantities, (of) => summary(tx, new CohortSql(scope, cohort), of)),
        responses: responses.map((row) => ({
          ...row,
          // Not-evaluable patients stay in the denominators of ORR and DCR.
          notEvaluable: row.n - row.cr - row.pr - row.sd - row.pd,
          orr: proportion(row.cr + row.pr, row.n),
          dcr: proportion(row.cr + row.pr + row.sd, row.n),
        })),
        adverseEvents: responses.map(({ arm, n, anyGrade, gradeThreeOrMore }) => ({
          arm,
          n,
          anyGrade: proportion(anyGrade, n),
          gradeThreeOrMore: proportion(gradeThreeOrMore, n),
        })),
      };
    });
  }
}

async function facets(tx: StudyTransaction, cohort: CohortSql): Promise<FacetData[]> {
  const parts = facetVariables.map(
    ({ name, column }, i) =>
      `select ${i} as facet, s.${column}::text as value, count(*)::int as n from portal.subject s
       where ${cohort.where(name)} group by 2`,
  );
  const rows = await tx.rows<{ facet: number; value: string | null; n: number }>(
    `${parts.join(' union all ')} order by facet, value nulls last`,
    cohort.values,
  );
  return facetVariables.map(({ name, label }, i) => ({
    variable: name,
    labelEn: label.en,
    labelZh: label.zh,
    counts: rows.filter(({ facet }) => facet === i).map(({ value, n }) => ({ value, n })),
  }));
}

/** Patients by arm: best response, and the worst grade of any adverse event. One row per arm, the unassigned last. */
function armRows(tx: StudyTransaction, cohort: CohortSql): Promise<ResponseRow[]> {
  const best = (code: string) => `(count(*) filter (where s.best_response = '${code}'))::int as ${code.toLowerCase()}`;
  return tx.rows<ResponseRow>(
    `select s.arm, count(*)::int as n, ${['CR', 'PR', 'SD', 'PD'].map(best).join(', ')},
       (count(*) filter (where worst.grade >= 1))::int as "anyGrade",
       (count(*) filter (where worst.grade >= 3))::int as "gradeThreeOrMore"
     from portal.subject s
     left join (
       select patient_id, max(grade::int) as grade from portal.adverse_event group by patient_id
     ) worst on worst.patient_id = s.id
     where ${cohort.where()} group by s.arm order by s.arm nulls last`,
    cohort.values,
  );
}

/** Quartiles by linear interpolation (R's type 7, its default); standard deviation with n - 1. */
async function summary(tx: StudyTransaction, cohort: CohortSql, of: SubjectVariable) {
  const column = `s.${of.column}`;
  const [row] = await tx.rows<{
    n: number;
    missing: number;
    mean: number | null;
    standardDeviation: number | null;
    quartiles: number[] | null;
    minimum: number | null;
    maximum: number | null;
  }>(
    `select count(${column})::int as n, (count(*) - count(${column}))::int as missing, avg(${column})::float8 as mean,
       stddev_samp(${column})::float8 as "standardDeviation", min(${column})::float8 as minimum, max(${column})::float8 as maximum,
       percentile_cont(array[0.25, 0.5, 0.75]) within group (order by ${column}::float8) as quartiles
     from portal.subject s where ${cohort.where()}`,
    cohort.values,
  );
  const [lowerQuartile = null, median = null, upperQuartile = null] = row?.quartiles ?? [];
  return {
    variable: of.name,
    labelEn: of.label.en,
    labelZh: of.label.zh,
    unit: of.unit,
    n: row?.n ?? 0,
    missing: row?.missing ?? 0,
    mean: row?.mean ?? null,
    standardDeviation: row?.standardDeviation ?? null,
    minimum: row?.minimum ?? null,
    maximum: row?.maximum ?? null,
    lowerQuartile,
    median,
    upperQuartile,
  };
}

/** k of n with its Wilson interval; null where n is 0. */
export function proportion(numerator: number, denominator: number) {
  if (denominator === 0) {
    return { numerator, denominator, value: null, lower: null, upper: null, method: statement('nobodyCounted') };
  }
  const { estimate, lower, upper, method } = binomialInterval(numerator, denominator, { method: 'wilson' });
  return { numerator, denominator, value: estimate, lower, upper, method };
}
