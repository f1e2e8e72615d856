'use client';
import { type Between, type Period } from '@haim/schema';
import { type CohortSummaryQuery } from '@/graphql/generated/graphql.ts';
import { choiceOf, setPeriod, setRange } from './cohort-filter.ts';
import { HistogramPlot } from './histogram-plot.tsx';
import { useCohort } from './use-cohort.ts';
import { useLabels } from './use-labels.ts';

interface OfVariable {
  readonly summary: Pick<CohortSummaryQuery['cohortSummary'], 'histograms'>;
  readonly variable: string;
}

/** The distribution of a quantity, over which a range is drawn; nothing where the answer has none. */
export function RangeHistogram({ summary, variable, unit }: OfVariable & { readonly unit: string | null }) {
  const { cohort, setCohort } = useCohort();
  const labels = useLabels();
  const histogram = summary.histograms.find((one) => one.variable === variable);
  if (!histogram) return null;
  return (
    <HistogramPlot
      name={labels.variable(variable)}
      unit={unit}
      histogram={histogram}
      range={choiceOf(cohort, variable).range ?? open}
      onSet={(range) => setCohort(setRange(cohort, variable, range as Between))}
    />
  );
}

/** The same for a date. */
export function PeriodHistogram({ summary, variable }: OfVariable) {
  const { cohort, setCohort } = useCohort();
  const labels = useLabels();
  const histogram = summary.histograms.find((one) => one.variable === variable);
  if (!histogram) return null;
  return (
    <HistogramPlot
      name={labels.variable(variable)}
      unit={null}
      histogram={histogram}
      range={choiceOf(cohort, variable).period ?? open}
      onSet={(period) => setCohort(setPeriod(cohort, variable, period as Period))}
    />
  );
}

const open: Between = [null, null];
