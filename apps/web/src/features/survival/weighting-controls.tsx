'use client';
import { Group, NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLabels } from '@/selection/use-labels.ts';
import { type Weighting } from './to-weighting.ts';
import { estimands, truncations, useSurvivalState } from './use-survival-state.ts';

/** To whom the groups are made alike, where weights are cut, and which two of several groups are compared. */
export function WeightingControls({ weighting }: { readonly weighting: Weighting }) {
  const t = useTranslations('survival.weighting.controls');
  const labels = useLabels();
  const { state, setState } = useSurvivalState();
  const { groups, groupBy } = weighting;
  const [first, second] = [weighting.reference ?? state.ref ?? '', weighting.comparison ?? state.cmp ?? ''];
  const name = (value: string) => labels.shortValue(groupBy, value);
  return (
    <Group gap="xs">
      <NativeSelect
        size="xs"
        aria-label={t('estimand')}
        value={state.weigh}
        onChange={({ currentTarget }) =>
          setState({ weigh: estimands.find((one) => one === currentTarget.value) ?? 'ATE' })
        }
        data={estimands.map((value) => ({ value, label: t(`estimands.${value}`) }))}
      />
      <NativeSelect
        size="xs"
        aria-label={t('truncation')}
        value={state.trunc === null ? '' : String(state.trunc)}
        onChange={({ currentTarget }) =>
          setState({ trunc: truncations.find((one) => String(one) === currentTarget.value) ?? null })
        }
        data={[
          { value: '', label: t('asTheyAre') },
          ...truncations.map((percent) => ({
            value: String(percent),
            label: t('truncated', { from: percent, to: 100 - percent }),
          })),
        ]}
      />
      {groups.length > 2 ? (
        <>
          <NativeSelect
            size="xs"
            aria-label={t('comparison')}
            value={second}
            onChange={({ currentTarget }) => setState({ cmp: currentTarget.value, ref: first || null })}
            data={groups.map((value) => ({ value, label: name(value), disabled: value === first }))}
          />
          <NativeSelect
            size="xs"
            aria-label={t('reference')}
            value={first}
            onChange={({ currentTarget }) => setState({ ref: currentTarget.value, cmp: second || null })}
            data={groups.map((value) => ({
              value,
              label: t('against', { group: name(value) }),
              disabled: value === second,
            }))}
          />
        </>
      ) : null}
    </Group>
  );
}
