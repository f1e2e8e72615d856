import { facetVariables, rangeVariables, type SubjectVariable } from '@haim/schema';
import { type ProtectedCohort } from '../../columns/index.ts';
import { type Histogram } from './histogram.type.ts';
import { accrualDay, distributed, endsOf } from './histograms.ts';
import { protectedRates, protectedResponses, protectedShare, protectedWorst } from './protected-rates.ts';

/**
 * The cohort page from protected numbers. Outcomes are counted by arm alone, not a second time without it: the two could be
 * subtracted. Nothing is told of centres and of contradictions in the records of others.
 *
 * @param whole - everybody, behind the histograms of the cohort; without it there are none.
 */
export function protectedSummaryOf(
  cohort: ProtectedCohort,
  whole: ProtectedCohort | null,
  own: readonly SubjectVariable[],
) {
  const variables = [...facetVariables, ...own.filter(({ facet }) => facet)];
  const binned = distributed(own).filter(({ known }) => known === 'timeZero');
  const histograms = whole ? binned.flatMap((variable) => protectedHistogram(cohort, whole, variable) ?? []) : [];
  return {
    n: cohort.n,
    total: cohort.total,
    contradictions: [],
    histograms,
    accrual: histograms.find(({ variable }) => variable === accrualDay) ?? null,
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
    responses: protectedResponses(cohort, 'arm').flatMap(({ value: arm, n, by }) =>
      by ? [{ arm, n: n.n, nAtMost: n.atMost, ...protectedRates(n, by, 'wilson') }] : [],
    ),
    adverseEvents: protectedWorst(cohort).map(({ arm, n, any, severe }) => ({
      ...{ arm, n: n.n, nAtMost: n.atMost },
      ...{ anyGrade: protectedShare([any], n), gradeThreeOrMore: protectedShare([severe], n) },
    })),
  };
}

/** Patients by bins that are the same for every part of the whole; null where too few have a value. */
export function protectedHistogram(
  cohort: ProtectedCohort,
  whole: ProtectedCohort,
  variable: SubjectVariable,
): Histogram | null {
  const bins = whole.edges(variable);
  if (bins === null) return null;
  const [chosen, all] = [cohort.histogram(variable.name, bins), whole.histogram(variable.name, bins)];
  if (!chosen || !all) return null;
  return {
    variable: variable.name,
    scale: bins.scale,
    bins: endsOf(bins).map((ends, k) => {
      const [one, ofAll] = [chosen.bins[k], all.bins[k]];
      return {
        ...ends,
        ...{ n: one?.n ?? 0, atMost: one?.atMost ?? true, own: one?.own ?? 0 },
        ...{ ofAll: ofAll?.n ?? 0, ofAllAtMost: ofAll?.atMost ?? true },
      };
    }),
  };
}
