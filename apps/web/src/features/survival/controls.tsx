'use client';
import { isLandmark, isOfLandmark, readLandmark } from '@haim/schema';
import { Group, NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { GroupSelect } from '@/selection/group-select.tsx';
import {
  axisEnds,
  competingEndpoints,
  confidenceTypes,
  endpoints,
  landmarkViews,
  noGroups,
  useSurvivalState,
} from './use-survival-state.ts';
import { useCompetingEndpoint } from './use-competing-endpoint.ts';

/** Endpoint, groups, limits and axis. Every choice is part of the address. */
export function Controls() {
  const t = useTranslations('survival.controls');
  const figure = useTranslations('survival.figure');
  const { state, setState } = useSurvivalState();
  const competing = useCompetingEndpoint();
  const landmark = isLandmark(state.by) ? readLandmark(state.by).landmark : null;
  // Single patients are drawn as they are.
  if (state.show === 'swimmer') return null;
  return (
    <Group gap="xs" role="group" aria-label={t('label')} data-print="no">
      <SegmentedControl
        size="xs"
        aria-label={t('endpoint')}
        value={state.show === 'competing' ? competing : state.ep}
        onChange={(value) => setState({ ep: endpoints.find((one) => one === value) ?? 'OS' })}
        data={(state.show === 'competing' ? competingEndpoints : endpoints).map((value) => ({
          value,
          disabled: landmark !== null && !isOfLandmark(value, landmark.outcome),
          label: (
            <abbr title={figure(value)} style={{ textDecoration: 'none' }}>
              {t(`short.${value}`)}
            </abbr>
          ),
        }))}
      />
      <GroupSelect
        value={state.by}
        everybody={noGroups}
        offersLandmark={landmarkViews.includes(state.show)}
        onChange={(by) => setState({ by, ref: null, cmp: null })}
      />
      {state.show === 'curves' || state.show === 'months' || state.show === 'recipes' ? (
        <NativeSelect
          size="xs"
          aria-label={t('limits')}
          value={state.ci}
          onChange={({ currentTarget }) =>
            setState({ ci: confidenceTypes.find((type) => type === currentTarget.value) ?? 'LOG' })
          }
          data={confidenceTypes.map((value) => ({ value, label: t(`ci.${value}`) }))}
        />
      ) : null}
      {state.show === 'curves' ? (
        <>
          <NativeSelect
            size="xs"
            aria-label={t('axis')}
            value={state.xmax === null ? '' : String(state.xmax)}
            onChange={({ currentTarget }) =>
              setState({ xmax: currentTarget.value === '' ? null : Number(currentTarget.value) })
            }
            data={[
              { value: '', label: t('axisAll') },
              ...axisEnds.map((months) => ({ value: String(months), label: t('axisTo', { months }) })),
            ]}
          />
          <Switch
            size="xs"
            label={t('band')}
            checked={state.band}
            onChange={({ currentTarget }) => setState({ band: currentTarget.checked })}
          />
          <Switch
            size="xs"
            label={t('counts')}
            checked={state.counts}
            onChange={({ currentTarget }) => setState({ counts: currentTarget.checked })}
          />
        </>
      ) : null}
    </Group>
  );
}
