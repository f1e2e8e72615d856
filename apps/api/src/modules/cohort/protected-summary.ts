import { facetVariables, rangeVariables, statement, type SubjectVariable } from '@haim/schema';
import { binomialInterval } from '@haim/stats';
import { type ProtectedCohort, type ShownCount, type ShownValue } from '../../columns/index.ts';

/**
 * The cohort page from protected numbers. Outcomes are counted by arm alone, not a second time without it: the two could be
 * subtracted. Nothing is told of centres, of contradictions in the records of others, and of distributions.
 */
export function protectedSummaryOf(cohort: ProtectedCohort, own: readonly SubjectVariable[]) {
  const variables = [...facetVariables, ...own.filter(({ facet }) => facet)];
  return {
    n: cohort.n,
    total: cohort.total,
    contradictions: [],
    // The ends of bins are somebody's values, and most bins have few patients of other centres.
    histograms: [],
    accrual: null,
    facets: variables
      .filter(({ name, known }) => known === 'timeZero' && name !== 'centre')
      .flatMap(({ name, label }) => {
        const values = cohort.values(name);
        const counts = values?.map(({ value, count }) => ({ value, ...count })) ?? [];
        return values === null ? [] : [{ variable: name, labelEn: label.en, labelZh: label.zh, counts }];
      }),
    quantities: [...rangeVariables, ...own.filter(({ filter }) => filter === 'range')]
      .filter(({ known }) => known === 'timeZero')
      .flatMap(({ name, label, unit }) => {
        const found = cohort.quantity(name);
        if (found === null) return [];
        const { known, missing, ...values } = found;
        return [
          {
            ...{ variable: name, labelEn: label.en, labelZh: label.zh, unit, ...values, minimum: null, maximum: null },
            ...{ n: known.n, nAtMost: known.atMost, missing: missing.n, missingAtMost: missing.atMost },
          },
        ];
      }),
    responses: cohort.pairs('arm', 'bestResponse', responses, responseOf).flatMap(({ value: arm, n, by }) => {
      const rest = partsOf(by);
      return rest ? [responseRow(arm, n, rest)] : [];
    }),
    adverseEvents: cohort.pairs('arm', 'worstGrade', grades, gradeOf).flatMap(({ value: arm, n, by }) => {
      const rest = partsOf(by);
      if (!rest) return [];
      const [moderate, severe] = [rest.get('1'), rest.get('3')];
      return [
        {
          arm,
          n: n.n,
          nAtMost: n.atMost,
          anyGrade: share([moderate, severe], n),
          gradeThreeOrMore: share([severe], n),
        },
      ];
    }),
  };
}

const responses = ['CR', 'PR', 'SD', 'PD', 'NE'];
const responseOf = (value: string | null): string => (value !== null && responses.includes(value) ? value : 'NE');

/** None, 1 or 2, 3 or more. */
const grades = ['0', '1', '3'];
const gradeOf = (value: string | null): string => (value === null ? '0' : Number(value) >= 3 ? '3' : '1');

type Parts = ReadonlyMap<string | null, ShownCount>;

const partsOf = (by: readonly ShownValue[] | null): Parts | null =>
  by && new Map(by.map(({ value, count }) => [value, count]));

function responseRow(arm: string | null, n: ShownCount, parts: Parts) {
  const counts = { cr: parts.get('CR'), pr: parts.get('PR'), sd: parts.get('SD'), pd: parts.get('PD') };
  const named = { ...counts, notEvaluable: parts.get('NE') };
  const at = (count: ShownCount | undefined) => count?.n ?? 0;
  const { cr, pr, sd, pd, notEvaluable } = named;
  return {
    ...{ arm, n: n.n, nAtMost: n.atMost },
    ...{ cr: at(cr), pr: at(pr), sd: at(sd), pd: at(pd), notEvaluable: at(notEvaluable) },
    atMost: Object.entries(named).flatMap(([name, count]) => (count?.atMost ? [name] : [])),
    orr: share([cr, pr], n),
    dcr: share([cr, pr, sd], n),
  };
}

/** A share of shown counts; where one of them is a bound, the share is a bound too and has no estimate. */
function share(counts: readonly (ShownCount | undefined)[], of: ShownCount) {
  const numerator = counts.reduce((sum, count) => sum + (count?.n ?? 0), 0);
  const atMost = counts.some((count) => count?.atMost ?? true);
  const denominator = of.n;
  if (atMost || denominator === 0 || numerator > denominator) {
    return { numerator, denominator, atMost: true, ...nothing, method: statement('shareWithheld') };
  }
  const { estimate, lower, upper, method } = binomialInterval(numerator, denominator, { method: 'wilson' });
  return { numerator, denominator, atMost, value: estimate, lower, upper, method };
}

const nothing = { value: null, lower: null, upper: null };
