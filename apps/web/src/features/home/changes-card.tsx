'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { auditKindLabels, forms } from '@haim/schema';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useTableName } from '@/forms/use-table-name.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { type RecentChangesQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './home.module.css';
import { recentChangesQuery } from './query.ts';

const shown = 10;
/** Read beside them: a look at numbers of all centres has an entry too, and changes nothing. */
const read = 4 * shown;

/** Who changed what last, of the records and, for those who may read the audit, of the study itself. */
export function ChangesCard({ study }: { study: Study }) {
  const t = useTranslations('home.changes');
  const { data, error, refetch } = useQuery(recentChangesQuery, {
    variables: { study: study.code, first: read },
    fetchPolicy: 'cache-and-network',
  });
  const changes = data?.auditEntries.filter(({ form }) => form !== 'disclosedSelection').slice(0, shown);
  return (
    <Panel title={t('title')} note={t('note')}>
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <LoadingState height="24rem" lines={shown} />}
      {changes?.length === 0 ? <Text size="sm">{t('none')}</Text> : null}
      {changes && changes.length > 0 ? (
        <ol className={styles['changes']}>
          {changes.map((entry) => (
            <Change key={entry.id} entry={entry} study={study} />
          ))}
        </ol>
      ) : null}
      <Group gap="xs" mt="sm">
        <Button component={Link} href={studyPath(study.code, 'audit')} size="xs" variant="default">
          {t('toAudit')}
        </Button>
      </Group>
    </Panel>
  );
}

type Entry = RecentChangesQuery['auditEntries'][number];

function Change({ entry, study }: { entry: Entry; study: Study }) {
  const t = useTranslations('home.changes');
  const instant = useInstant();
  const label = useLabel();
  const tableName = useTableName();
  const { at, by, action, form, patientId, patientCode, reason } = entry;
  const isForm = forms.some(({ name }) => name === form);
  const place = patientId ? studyPath(study.code, 'patients', patientId) : null;
  return (
    <li>
      <Text component="span" size="sm">
        <strong>{by}</strong> {label(auditKindLabels[action])}
        {form ? ` · ${tableName(form)}` : null}
        {place && patientCode ? (
          <>
            {' · '}
            <Anchor component={Link} href={isForm ? `${place}?form=${form}` : place} inherit>
              {patientCode}
            </Anchor>
          </>
        ) : null}
      </Text>
      <Text component="span" size="xs" c="var(--text-quiet)" className={styles['when'] ?? ''}>
        <time dateTime={at} title={at}>
          {instant(at)}
        </time>
        {patientCode ? (
          <>
            {' · '}
            <Anchor
              component={Link}
              href={`${studyPath(study.code, 'audit')}?patient=${encodeURIComponent(patientCode)}`}
              inherit
              aria-label={t('allOf', { code: patientCode })}
            >
              {t('all')}
            </Anchor>
          </>
        ) : null}
        {reason ? ` · ${reason}` : null}
      </Text>
    </li>
  );
}
