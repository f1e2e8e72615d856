'use client';
import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { auditKindLabels, changeKinds, forms } from '@haim/schema';
import { ChangedFields } from '@/forms/changed-fields.tsx';
import { type AuditPageQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { AuditDetails } from './audit-details.tsx';
import { useTableName } from '@/forms/use-table-name.ts';

type Entry = AuditPageQuery['auditEntries'][number];

export function AuditTable({ entries, study }: { entries: readonly Entry[]; study: Study | null }) {
  const t = useTranslations('audit');
  const instant = useInstant();
  const columns: Column<Entry>[] = [
    {
      id: 'when',
      header: t('when'),
      rowHeader: true,
      cell: ({ at, sequence }) => (
        <>
          <time dateTime={at} title={at}>
            {instant(at, 'medium')}
          </time>
          {sequence === null ? null : (
            <Text size="xs" c="var(--text-quiet)" fw={400}>
              {t('number')} {sequence}
            </Text>
          )}
        </>
      ),
    },
    { id: 'who', header: t('who'), cell: ({ by, byId }) => <span title={byId}>{by}</span> },
    { id: 'what', header: t('what'), cell: (entry) => <What entry={entry} study={study} /> },
    {
      id: 'changes',
      header: t('changes'),
      cell: (entry) =>
        entry.changes.length + entry.details.length > 0 ? <Changes entry={entry} study={study} /> : null,
      folds: true,
    },
    { id: 'why', header: t('why'), cell: ({ reason }) => reason ?? '', folds: true },
  ];
  return (
    <DataTable
      columns={columns}
      rows={entries}
      rowKey={({ id }) => id}
      caption={t('table')}
      hideCaption
      foldBelow="medium"
    />
  );
}

function What({ entry, study }: { entry: Entry; study: Study | null }) {
  const t = useTranslations('audit');
  const label = useLabel();
  const tableName = useTableName();
  const { action, form, patientId, patientCode, centre } = entry;
  const isForm = forms.some(({ name }) => name === form);
  const place = study && patientId ? studyPath(study.code, 'patients', patientId) : null;
  return (
    <>
      {label(auditKindLabels[action])}
      {form ? ` · ${tableName(form)}` : null}
      <Text size="xs" c="var(--text-quiet)">
        {place && patientCode ? (
          <>
            <Anchor
              component={Link}
              href={isForm ? `${place}?form=${form}` : place}
              inherit
              aria-label={t('openRecord', { code: patientCode })}
            >
              {patientCode}
            </Anchor>
            {' · '}
            <Anchor
              component={Link}
              href={`${place}?form=history`}
              inherit
              aria-label={t('historyOf', { code: patientCode })}
            >
              {t('history')}
            </Anchor>
          </>
        ) : null}
        {centre ? `${patientCode ? ' · ' : ''}${centre}` : null}
      </Text>
    </>
  );
}

function Changes({ entry, study }: { entry: Entry; study: Study | null }) {
  const t = useTranslations('audit');
  const isChange = (changeKinds as readonly string[]).includes(entry.action);
  if (!isChange) return <AuditDetails details={entry.details} />;
  const changes = <ChangedFields entry={entry} study={study} />;
  return (
    <>
      {entry.details.length > 0 && entry.action === 'correct' ? <AuditDetails details={entry.details} isQuiet /> : null}
      {entry.action === 'correct' || entry.changes.length <= 3 ? (
        changes
      ) : (
        <details>
          <summary>{t('entered', { n: entry.changes.length })}</summary>
          {changes}
        </details>
      )}
    </>
  );
}
