'use client';
import { useQuery } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { CountedLink } from './counted-link.tsx';
import { ruleWorkQuery } from './day-query.ts';
import styles from './home.module.css';

const shown = 4;

/** The rules of data quality that find most, of what nobody has excepted. */
export function RulesCard({ study }: { study: Study }) {
  const t = useTranslations('home.rules');
  const instant = useInstant();
  const label = useLabel();
  const { data, error, refetch } = useQuery(ruleWorkQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const quality = data?.studyQuality;
  const failing = (quality?.rules ?? [])
    .map((rule) => ({
      ...rule,
      n: rule.counts.filter(({ state }) => state !== 'excepted').reduce((sum, { findings }) => sum + findings, 0),
    }))
    .filter(({ isOn, n }) => isOn && n > 0)
    .toSorted((a, b) => b.n - a.n);
  return (
    <Panel
      title={t('title')}
      note={quality?.foundAt ? t('note', { at: instant(quality.foundAt), n: failing.length }) : t('never')}
    >
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <LoadingState height="var(--room-people)" lines={3} /> : null}
      {quality?.foundAt && failing.length === 0 ? <Text size="sm">{t('none')}</Text> : null}
      {failing.length > 0 ? (
        <ul className={styles['counts']}>
          {failing.slice(0, shown).map(({ key, nameEn, nameZh, n }) => (
            <CountedLink key={key} n={n} href={`${studyPath(study.code, 'quality')}?rule=${encodeURIComponent(key)}`}>
              {label({ en: nameEn, zh: nameZh })}
            </CountedLink>
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}
