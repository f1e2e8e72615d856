'use client';
import { Text } from '@mantine/core';
import { IconCircleMinus, IconCirclePlus, IconClockExclamation } from '@tabler/icons-react';
import { type CohortFilter, populations } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { type EligibilityRulesQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import styles from './criteria-shown.module.css';
import { useCriterionWords } from './use-criterion-words.ts';

type Rules = EligibilityRulesQuery['eligibilityRules'];

/** What the study states about eligibility, to be read. */
export function CriteriaShown({ rules, note }: { rules: Rules; note: string | null }) {
  const t = useTranslations('eligibility.criteria');
  const instant = useInstant();
  const { population, criteria, version, updatedAt, updatedBy } = rules;
  const counted = populations.find((one) => one === population) ?? 'eligible';
  return (
    <>
      <Panel title={t('population')} note={t('populationNote')}>
        <Text size="sm" fw={600}>
          {t(counted)}
        </Text>
        {counted === 'eligible' ? (
          <Text size="sm" c="var(--text-quiet)" maw="44rem">
            {t('eligibleHelp')}
          </Text>
        ) : null}
      </Panel>
      <Panel title={t('list')} note={t('listNote')}>
        {criteria.length === 0 ? (
          <EmptyState title={t('none')} text={t('noneShown')} />
        ) : (
          <ol className={styles['list']}>
            {criteria.map((one) => (
              <Shown key={one.code} criterion={one} />
            ))}
          </ol>
        )}
        <Text size="xs" c="var(--text-quiet)" mt="sm">
          {updatedAt ? t('version', { version, name: updatedBy ?? '', at: instant(updatedAt) }) : t('unstated')}
          {note ? ` · ${note}` : ''}
        </Text>
      </Panel>
    </>
  );
}

function Shown({ criterion }: { criterion: Rules['criteria'][number] }) {
  const t = useTranslations('eligibility.criteria');
  const label = useLabel();
  const inWords = useCriterionWords();
  const { code, kind, labelEn, labelZh, filter, knownLater } = criterion;
  const isExclusion = kind === 'exclusion';
  const Icon = isExclusion ? IconCircleMinus : IconCirclePlus;
  return (
    <li className={styles['criterion']}>
      <span className={styles['kind']} data-kind={kind}>
        <Icon size={16} aria-hidden />
        {t(`kinds.${isExclusion ? 'exclusion' : 'inclusion'}`)}
      </span>
      <div>
        <Text size="sm" fw={600}>
          {label({ en: labelEn, zh: labelZh })}
        </Text>
        <Text size="sm" c="var(--text-quiet)">
          {inWords(filter as CohortFilter)} <code className={styles['code']}>{code}</code>
        </Text>
        {knownLater.length > 0 ? (
          <div className={styles['later']}>
            <StatusBadge tone="attention" mark={<IconClockExclamation size={12} aria-hidden />}>
              {t('later')}
            </StatusBadge>
            <Text size="xs" c="var(--text-quiet)">
              {t('laterHelp')}
            </Text>
          </div>
        ) : null}
      </div>
    </li>
  );
}
