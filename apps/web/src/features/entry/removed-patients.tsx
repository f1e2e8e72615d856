'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Anchor, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRestore } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { refusalOf } from '@/forms/answers.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { type RemovedPatientsQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Details } from '@/ui/details.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { removedPatientsQuery, restorePatientMutation } from './query.ts';

type Removed = RemovedPatientsQuery['removedPatients'][number];

/** Patients who were removed, each with a way back; nothing where there are none. */
export function RemovedPatients({ study }: { study: Study }) {
  const t = useTranslations('removal');
  const { data, error, refetch } = useQuery(removedPatientsQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const [open, setOpen] = useState<Removed | null>(null);
  const columns = useColumns(study, setOpen);
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!data || data.removedPatients.length === 0) return null;
  return (
    <Details summary={t('patients.title', { n: data.removedPatients.length })}>
      <DataTable
        columns={columns}
        rows={data.removedPatients}
        rowKey={({ id }) => id}
        caption={t('patients.title', { n: data.removedPatients.length })}
        hideCaption
        foldBelow="medium"
      />
      {open ? <RestorePatient removed={open} onClose={() => setOpen(null)} /> : null}
    </Details>
  );
}

function useColumns(study: Study, onRestore: (removed: Removed) => void): Column<Removed>[] {
  const t = useTranslations('removal');
  const instant = useInstant();
  return [
    { id: 'code', header: t('patients.code'), cell: ({ code }) => code, rowHeader: true },
    { id: 'centre', header: t('patients.centre'), cell: ({ centre }) => centre },
    {
      id: 'records',
      header: t('patients.records'),
      cell: ({ records, mergedInto }) => (mergedInto ? null : records),
      align: 'right',
    },
    { id: 'when', header: t('patients.when'), folds: true, cell: ({ removedAt }) => instant(removedAt) },
    { id: 'who', header: t('patients.who'), folds: true, cell: ({ removedBy }) => removedBy },
    { id: 'why', header: t('patients.why'), folds: true, wraps: true, cell: ({ reason }) => reason },
    {
      id: 'restore',
      header: t('restore.open'),
      cell: (removed) =>
        removed.mergedInto ? (
          <Anchor component={Link} size="sm" href={studyPath(study.code, 'patients', removed.mergedInto)}>
            {t('patients.merged')}
          </Anchor>
        ) : study.writableCentres.includes(removed.centre) ? (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconRestore size={14} aria-hidden />}
            onClick={() => onRestore(removed)}
          >
            {t('restore.open')}
          </Button>
        ) : null,
    },
  ];
}

function RestorePatient({ removed, onClose }: { removed: Removed; onClose: () => void }) {
  const t = useTranslations('removal');
  const [restore] = useMutation(restorePatientMutation, { refetchQueries: 'active' });
  const { id, code, records } = removed;
  return (
    <ReasonDialog
      title={t('patients.restoreTitle', { code })}
      action={t('patients.restore')}
      onClose={onClose}
      onAct={async (reason) => {
        try {
          await restore({ variables: { id, reason } });
        } catch (error) {
          return refusalOf(error);
        }
        notifications.show({ message: t('patients.restored', { code }), color: 'teal' });
        return null;
      }}
    >
      <Text size="sm">{t('patients.restoreText', { n: records })}</Text>
    </ReasonDialog>
  );
}
