'use client';
import { Group, NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { GroupSelect } from '@/selection/group-select.tsx';
import { useScope } from '@/selection/use-scope.ts';
import { causes, countings, denominators, leastShares, noGroups, orders, useSafetyState } from './use-safety-state.ts';

const pick = <T extends string>(from: readonly T[], value: string, usual: T): T =>
  from.find((one) => one === value) ?? usual;

/** Groups, causes, denominator and way of counting. Of all centres there is one way to count. */
export function Controls() {
  const t = useTranslations('safety.controls');
  const { scope } = useScope();
  const { state, setState } = useSafetyState();
  const isFixed = scope === 'STUDY';
  return (
    <Group gap="xs" role="group" aria-label={t('label')} data-print="no">
      <GroupSelect
        value={state.by}
        everybody={noGroups}
        disabled={isFixed}
        onChange={(by) => setState({ by, ref: null, cmp: null })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('cause')}
        disabled={isFixed}
        value={state.cause ?? ''}
        onChange={({ currentTarget }) => setState({ cause: causes.find((one) => one === currentTarget.value) ?? null })}
        data={[
          { value: '', label: t('causes.any') },
          ...causes.map((value) => ({ value, label: t(`causes.${value}`) })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={t('denominator')}
        disabled={isFixed}
        value={state.den}
        onChange={({ currentTarget }) => setState({ den: pick(denominators, currentTarget.value, 'treated') })}
        data={denominators.map((value) => ({ value, label: t(`denominators.${value}`) }))}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('counting')}
        disabled={isFixed}
        value={state.count}
        onChange={(value) => setState({ count: pick(countings, value, 'patients') })}
        data={countings.map((value) => ({ value, label: t(`countings.${value}`) }))}
      />
      <NativeSelect
        size="xs"
        aria-label={t('least')}
        value={state.min}
        onChange={({ currentTarget }) => setState({ min: pick(leastShares, currentTarget.value, '0') })}
        data={leastShares.map((value) => ({
          value,
          label: value === '0' ? t('everyTerm') : t('leastShare', { percent: value }),
        }))}
      />
      <NativeSelect
        size="xs"
        aria-label={t('order')}
        value={state.order}
        onChange={({ currentTarget }) => setState({ order: pick(orders, currentTarget.value, 'class') })}
        data={orders.map((value) => ({ value, label: t(`orders.${value}`) }))}
      />
      <Switch
        size="xs"
        label={t('serious')}
        disabled={isFixed}
        checked={state.serious}
        onChange={({ currentTarget }) => setState({ serious: currentTarget.checked })}
      />
    </Group>
  );
}
