'use client';
import { Stack, Text } from '@mantine/core';
import { facetVariables, type SubjectVariable } from '@haim/schema';
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
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';
import { Panel } from '@/ui/panel.tsx';
import { AccrualTile } from './accrual-tile.tsx';
import { SurvivalTile } from './survival-tile.tsx';
import { TileSection } from './tile-section.tsx';
import { tileSections } from './tile-sections.ts';
import styles from './cohort-page.module.css';

type Summary = CohortSummaryQuery['cohortSummary'];
type Quantity = Summary['quantities'][number];

/** By what they are about, in the order in which the field reads a population. */
export function Tiles({ summary }: { summary: Summary }) {
  const labels = useLabels();
  const t = useTranslations('cohort');
  const { cohort } = useCohort();
  const own = variablesOfStudy(useStudy());
  const { ranges, periods } = useFilterVariables();
  const facets = [...facetVariables, ...own].filter(({ name }) => summary.facets.some((one) => one.variable === name));
  const isAsked = (variable: string): boolean => {
    const { values, isMissing, range, period } = choiceOf(cohort, variable);
    return values.length > 0 || isMissing || range !== null || period !== null;
  };
  /** Whether nobody here has a value: a tile could tell nothing, and select nobody. */
  const isBlank = ({ name }: SubjectVariable): boolean => {
    if (isAsked(name)) return false;
    const facet = summary.facets.find((one) => one.variable === name);
    if (facet) return facet.counts.every(({ value }) => value === null);
    const quantity = summary.quantities.find((one) => one.variable === name);
    return quantity !== undefined && quantity.n === 0;
  };
  const all = [...facets, ...ranges, ...periods];
  const blank = all.filter(isBlank);
  const sections = tileSections(all.filter((variable) => !blank.includes(variable)));
  return (
    <Stack gap="lg">
      {sections.map(({ theme, variables }) => (
        <TileSection key={theme} theme={theme}>
          {theme === null ? (
            <>
              <SurvivalTile />
              <AccrualTile accrual={summary.accrual ?? null} />
            </>
          ) : null}
          {variables.map((variable) => (
            <Panel key={variable.name} title={labels.variable(variable.name)} level={theme === null ? 2 : 3}>
              <Tile summary={summary} variable={variable} />
            </Panel>
          ))}
        </TileSection>
      ))}
      {blank.length > 0 && summary.n > 0 ? (
        <Text size="sm" c="var(--text-quiet)">
          {t('blank', { names: blank.map(({ name }) => labels.variable(name)).join(t('andNext')) })}
        </Text>
      ) : null}
    </Stack>
  );
}

function Tile({ summary, variable: { name, filter } }: { summary: Summary; variable: SubjectVariable }) {
  const facet = summary.facets.find(({ variable }) => variable === name);
  if (facet) return <FacetList facet={facet} />;
  if (filter === 'period') {
    return (
      <>
        <PeriodHistogram summary={summary} variable={name} />
        <PeriodInputs variable={name} />
      </>
    );
  }
  return <RangeTile summary={summary} variable={name} />;
}

function RangeTile({ summary, variable }: { summary: Summary; variable: string }) {
  const t = useTranslations('cohort');
  const quantity = summary.quantities.find((one) => one.variable === variable);
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
    <>
      <RangeHistogram summary={summary} variable={variable} unit={quantity?.unit ?? null} />
      <RangeInputs
        variable={variable}
        unit={quantity?.unit ?? null}
        minimum={quantity?.minimum ?? null}
        maximum={quantity?.maximum ?? null}
      />
      {quantity ? <div className={styles['quantity']}>{described(quantity)}</div> : null}
    </>
  );
}
