'use client';
import { Group, NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { useLabels } from '@/selection/use-labels.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useStudy } from '@/session/session.tsx';
import { axisEnds, confidenceTypes, endpoints, noGroups, useSurvivalState } from './use-survival-state.ts';

/** Endpoint, groups, limits and axis. Every choice is part of the address. */
export function Controls() {
  const t = useTranslations('survival.controls');
  const locale = useLocale();
  const study = useStudy();
  const labels = useLabels();
  const { state, setState } = useSurvivalState();
  const groupName = (variable: string, en: string, zh: string) => {
    const known = labels.variable(variable);
    return known === variable ? (locale === 'zh' ? zh : en) : known;
  };
  return (
    <Group gap="xs" role="group" aria-label={t('label')} data-print="no">
      {/* Competing risks have events of their own. */}
      {state.show === 'competing' ? null : (
        <SegmentedControl
          size="xs"
          aria-label={t('endpoint')}
          value={state.ep}
          onChange={(ep) => setState({ ep: ep === 'PFS' ? 'PFS' : 'OS' })}
          data={endpoints.map((value) => ({ value, label: value }))}
        />
      )}
      <NativeSelect
        size="xs"
        aria-label={t('groups')}
        value={state.by}
        onChange={({ currentTarget }) => setState({ by: currentTarget.value, ref: null, cmp: null })}
        data={[
          ...study.groupings.map(({ variable, labelEn, labelZh }) => ({
            value: variable,
            label: t('by', { variable: inSentence(groupName(variable, labelEn, labelZh)) }),
          })),
          { value: noGroups, label: t('together') },
        ]}
      />
      {state.show === 'curves' || state.show === 'months' ? (
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
        </>
      ) : null}
    </Group>
  );
}
