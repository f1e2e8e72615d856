'use client';
import { useMutation } from '@apollo/client/react';
import { Anchor, Button, Checkbox, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { type FindingState, isQualityRuleName, qualityRules } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import { type Study, useMay } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { Panel } from '@/ui/panel.tsx';
import { findingsOf } from './counts.ts';
import styles from './quality.module.css';
import { type QualityRule, setRuleMutation, type StudyQuality } from './query.ts';
import { useQualityFilter } from './use-quality-filter.ts';

const RuleDrawer = onOpening(async () => (await import('./rule-drawer.tsx')).RuleDrawer);

interface RulesPanelProps {
  readonly quality: StudyQuality;
  readonly study: Study;
  readonly onChange: () => void;
}

/** Every rule with what it found; a press on one shows where. */
export function RulesPanel({ quality, study, onChange }: RulesPanelProps) {
  const t = useTranslations('quality');
  const mayManage = useMay('manageStudy');
  const [edited, setEdited] = useState<QualityRule | 'new' | null>(null);
  const [set, { loading, error }] = useMutation(setRuleMutation);
  const columns = useColumns(quality.foundAt !== null, {
    mayManage,
    hasOwn: quality.rules.some(({ isOwn }) => isOwn),
    isBusy: loading,
    edit: setEdited,
    set: ({ key, version, isOn, raisesQuery }) =>
      void set({ variables: { study: study.code, key, version, isOn, raisesQuery } }).then(onChange, onChange),
  });
  return (
    <Panel
      title={t('rules.title')}
      note={t('rules.note')}
      actions={
        mayManage ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setEdited('new')}
          >
            {t('rules.add')}
          </Button>
        ) : null
      }
    >
      {error ? <ErrorState code={errorCode(error)} /> : null}
      <DataTable
        columns={columns}
        rows={quality.rules}
        rowKey={({ key }) => key}
        caption={t('rules.title')}
        hideCaption
        foldBelow="medium"
      />
      {edited ? (
        <RuleDrawer
          rule={edited === 'new' ? null : edited}
          study={study}
          onSaved={onChange}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </Panel>
  );
}

interface RuleActions {
  readonly mayManage: boolean;
  /** Whether there is a rule of the study, which alone can be changed. */
  readonly hasOwn: boolean;
  readonly isBusy: boolean;
  readonly edit: (rule: QualityRule) => void;
  readonly set: (rule: QualityRule) => void;
}

function useColumns(hasRun: boolean, { mayManage, hasOwn, isBusy, edit, set }: RuleActions): Column<QualityRule>[] {
  const t = useTranslations('quality.rules');
  const label = useLabel();
  const { number } = useFormatter();
  const { filter, change } = useQualityFilter();
  const n = (rule: QualityRule, state: FindingState) => {
    const found = findingsOf(rule, [state]);
    return (
      <span className={styles['count']} data-none={found === 0 || undefined}>
        {hasRun && rule.isOn ? number(found) : missing}
      </span>
    );
  };
  return [
    {
      id: 'rule',
      header: t('rule'),
      rowHeader: true,
      cell: (rule) => (
        <>
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="start"
            fw={rule.key === filter.rule ? 700 : 500}
            aria-current={rule.key === filter.rule ? 'true' : undefined}
            onClick={() => change({ rule: rule.key === filter.rule ? '' : rule.key })}
          >
            {label({ en: rule.nameEn, zh: rule.nameZh })}
          </Anchor>
          <Text size="xs" c="var(--text-quiet)" fw={400} className={styles['about'] ?? ''}>
            {isQualityRuleName(rule.key) ? label(qualityRules[rule.key].about) : t('own')}
          </Text>
        </>
      ),
    },
    { id: 'new', header: t('new'), align: 'right', folds: true, cell: (rule) => n(rule, 'new') },
    { id: 'known', header: t('known'), align: 'right', folds: true, cell: (rule) => n(rule, 'known') },
    { id: 'excepted', header: t('excepted'), align: 'right', folds: true, cell: (rule) => n(rule, 'excepted') },
    {
      id: 'on',
      header: t('on'),
      folds: true,
      cell: (rule) => (
        <Checkbox
          aria-label={t('isOn', { rule: label({ en: rule.nameEn, zh: rule.nameZh }) })}
          checked={rule.isOn}
          disabled={!mayManage || isBusy}
          onChange={({ currentTarget }) => set({ ...rule, isOn: currentTarget.checked })}
        />
      ),
    },
    {
      id: 'asks',
      header: t('asks'),
      folds: true,
      cell: (rule) => (
        <Checkbox
          aria-label={t('raisesQuery', { rule: label({ en: rule.nameEn, zh: rule.nameZh }) })}
          checked={rule.raisesQuery}
          disabled={!mayManage || isBusy || !rule.isOn}
          onChange={({ currentTarget }) => set({ ...rule, raisesQuery: currentTarget.checked })}
        />
      ),
    },
    ...(mayManage && hasOwn
      ? [
          {
            id: 'edit',
            header: t('change'),
            folds: true as const,
            cell: (rule: QualityRule) =>
              rule.isOwn ? (
                <Button size="compact-xs" variant="subtle" onClick={() => edit(rule)}>
                  {t('edit')}
                </Button>
              ) : null,
          },
        ]
      : []),
  ];
}
