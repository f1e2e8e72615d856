'use client';
import { Drawer, Stack, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { CohortChips } from './cohort-chips.tsx';
import { CohortCount } from './cohort-count.tsx';
import { FacetList } from './facet-list.tsx';
import { PeriodHistogram, RangeHistogram } from './range-histogram.tsx';
import { PeriodInputs } from './period-inputs.tsx';
import { RangeInputs } from './range-inputs.tsx';
import { useCohortSummary } from './use-cohort-summary.ts';
import { useFilterVariables } from './use-filter-variables.ts';
import { useLabels } from './use-labels.ts';

/** Every filter of the selection, each with the counts of the present one. */
export function FilterDrawer({ onClose }: { onClose: () => void }) {
  useFocusReturn();
  const t = useTranslations('cohort');
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      title={t('filter')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="md">
        <CohortCount />
        <CohortChips />
        <AllFilters />
      </Stack>
    </Drawer>
  );
}

function AllFilters() {
  const labels = useLabels();
  const { ranges, periods } = useFilterVariables();
  const { summary, error, retry } = useCohortSummary();
  if (error) return <ErrorState code={errorCode(error)} onRetry={retry} />;
  if (!summary) return <LoadingState height={480} lines={14} />;
  return (
    <>
      {summary.facets.map((facet) => (
        <div key={facet.variable}>
          <Title order={3} mb={4}>
            {labels.variable(facet.variable)}
          </Title>
          <FacetList facet={facet} />
        </div>
      ))}
      {ranges.map(({ name: variable }) => {
        const quantity = summary.quantities.find((one) => one.variable === variable);
        return (
          <div key={variable}>
            <Title order={3} mb={4}>
              {labels.variable(variable)}
            </Title>
            <RangeHistogram summary={summary} variable={variable} unit={quantity?.unit ?? null} />
            <RangeInputs
              variable={variable}
              unit={quantity?.unit ?? null}
              minimum={quantity?.minimum ?? null}
              maximum={quantity?.maximum ?? null}
            />
          </div>
        );
      })}
      {periods.map(({ name: variable }) => (
        <div key={variable}>
          <Title order={3} mb={4}>
            {labels.variable(variable)}
          </Title>
          <PeriodHistogram summary={summary} variable={variable} />
          <PeriodInputs variable={variable} />
        </div>
      ))}
    </>
  );
}
