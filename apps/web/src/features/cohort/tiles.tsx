'use client';
import { useTranslations } from 'use-intl';
import { choiceOf } from '@/selection/cohort-filter.ts';
import { FacetList } from '@/selection/facet-list.tsx';
import { PeriodHistogram, RangeHistogram } from '@/selection/range-histogram.tsx';
import { PeriodInputs } from '@/selection/period-inputs.tsx';
import { RangeInputs } from '@/selection/range-inputs.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useFilterVariables } from '@/selection/use-filter-variables.ts';
import { type CohortSummaryQuery } from '@/graphql/generated/graphql.ts';
import { showBriefInterval, showBriefly, showCount } from '@/numbers/show.ts';
import { Panel } from '@/ui/panel.tsx';
import { AccrualTile } from './accrual-tile.tsx';
import { SurvivalTile } from './survival-tile.tsx';
import styles from './cohort-page.module.css';

type Summary = CohortSummaryQuery['cohortSummary'];
type Quantity = Summary['quantities'][number];

/** In the order in which the field reads a population, as the variables are declared. */
export function Tiles({ summary }: { summary: Summary }) {
  const labels = useLabels();
  const t = useTranslations('cohort');
  const { cohort } = useCohort();
  const { ranges, periods } = useFilterVariables();
  // If no patient is left, only variables that can bring some back are useful.
  const facets = summary.facets.filter(({ variable, counts }) => {
    const { values, isMissing } = choiceOf(cohort, variable);
    return counts.length > 0 || values.length > 0 || isMissing;
  });
  const described = ({ n, missing, missingAtMost, median, lowerQuartile, upperQuartile }: Quantity) =>
    [
      n > 0 && median !== null
        ? t('median', {
            median: showBriefly(median),
            quartiles: showBriefInterval(lowerQuartile, upperQuartile),
          })
        : [],
      missing > 0 ? t('missing', { n: showCount(missing, missingAtMost) }) : [],
    ]
      .flat()
      .join(' · ');
  return (
    <div className={styles['tiles']}>
      <SurvivalTile />
      <AccrualTile accrual={summary.accrual ?? null} />
      {facets.map((facet) => (
        <Panel key={facet.variable} title={labels.variable(facet.variable)}>
          <FacetList facet={facet} />
        </Panel>
      ))}
      {ranges.map(({ name: variable }) => {
        const quantity = summary.quantities.find((one) => one.variable === variable);
        return (
          <Panel key={variable} title={labels.variable(variable)}>
            <RangeHistogram summary={summary} variable={variable} unit={quantity?.unit ?? null} />
            <RangeInputs
              variable={variable}
              unit={quantity?.unit ?? null}
              minimum={quantity?.minimum ?? null}
              maximum={quantity?.maximum ?? null}
            />
            {quantity ? <div className={styles['quantity']}>{described(quantity)}</div> : null}
          </Panel>
        );
      })}
      {periods.map(({ name: variable }) => (
        <Panel key={variable} title={labels.variable(variable)}>
          <PeriodHistogram summary={summary} variable={variable} />
          <PeriodInputs variable={variable} />
        </Panel>
      ))}
    </div>
  );
}
