'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { csvOf, type ExportedFile } from '@haim/schema';
import { IconDownload } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type FollowUpCompletenessQuery } from '@/graphql/generated/graphql.ts';
import { useSay } from '@/i18n/use-say.ts';
import { missing, showPercent } from '@/numbers/show.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import styles from './due.module.css';
import { followUpQuery } from './query.ts';

type Short = FollowUpCompletenessQuery['followUpCompleteness']['rows'][number];
const firstShown = 10;
const holds: ExportedFile = 'shortFollowUp';

/** How far patients were followed to the cut-off, and who was not. */
export function FollowUpPanel({ study, centre }: { study: Study; centre: string }) {
  const t = useTranslations('due.followUp');
  const say = useSay();
  const saveFile = useSaveFile();
  const [showsAll, setShowsAll] = useState(false);
  const { data, error, refetch } = useQuery(followUpQuery, {
    variables: { study: study.code, centres: centre ? [centre] : null },
    fetchPolicy: 'cache-and-network',
  });
  const found = data?.followUpCompleteness;
  const columns = useColumns(study);
  const save = (rows: readonly Short[]) =>
    void saveFile({
      ...{ name: `${study.code}-follow-up.csv`, type: 'text/csv', holds, rows: rows.length },
      content: csvOf([
        ['patient_code', 'centre', 'last_contact_on', 'days_to_cut_off', 'visits_stopped'],
        ...rows.map((one) => [
          one.code,
          one.centre,
          one.lastContactOn ?? null,
          one.lacksDays,
          one.isStopped ? 'yes' : 'no',
        ]),
      ]),
    });
  return (
    <Panel
      title={found ? t('title', { until: found.until }) : t('titleOnly')}
      actions={
        found && found.rows.length > 0 ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            onClick={() => save(found.rows)}
          >
            CSV
          </Button>
        ) : null
      }
    >
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!found && !error ? <LoadingState height={180} lines={5} /> : null}
      {found ? (
        <>
          <dl className={styles['facts']}>
            <div>
              <dt>{t('complete')}</dt>
              <dd className={styles['number']}>{showPercent(found.c)}</dd>
            </div>
            {(['reached', 'died', 'short'] as const).map((name) => (
              <div key={name}>
                <dt>{t(name)}</dt>
                <dd className={styles['number']}>{found[name]}</dd>
              </div>
            ))}
          </dl>
          <Text size="xs" c="var(--text-quiet)" mb="sm">
            {found.saidStatement ? say(found.saidStatement) : t('nobody')}
          </Text>
          {found.rows.length > 0 ? (
            <DataTable
              columns={columns}
              rows={showsAll ? found.rows : found.rows.slice(0, firstShown)}
              rowKey={({ patientId }) => patientId}
              caption={t('table')}
              maxHeight={420}
              foldBelow="medium"
            />
          ) : found.n > 0 ? (
            <Text size="sm">{t('everybody')}</Text>
          ) : null}
          {found.rows.length > firstShown && !showsAll ? (
            <Group justify="flex-end" mt="xs">
              <Button size="xs" variant="subtle" onClick={() => setShowsAll(true)}>
                {t('all', { n: found.rows.length })}
              </Button>
            </Group>
          ) : null}
        </>
      ) : null}
    </Panel>
  );
}

function useColumns(study: Study): Column<Short>[] {
  const t = useTranslations('due');
  return [
    {
      id: 'patient',
      header: t('patient'),
      rowHeader: true,
      cell: ({ patientId, code }) => (
        <Anchor
          component={Link}
          size="sm"
          prefetch={false}
          href={`${studyPath(study.code, 'patients', patientId)}?form=followUp`}
        >
          {code}
        </Anchor>
      ),
    },
    ...(study.centres.length > 1
      ? [{ id: 'centre', header: t('centre'), folds: true as const, cell: ({ centre }: Short) => centre }]
      : []),
    {
      id: 'last',
      header: t('followUp.last'),
      folds: true,
      cell: ({ lastContactOn }) => lastContactOn ?? missing,
    },
    {
      id: 'lacks',
      header: t('followUp.lacks'),
      align: 'right',
      sortBy: ({ lacksDays }) => lacksDays,
      cell: ({ lacksDays }) => lacksDays,
    },
    {
      id: 'stopped',
      header: t('followUp.stopped'),
      folds: true,
      cell: ({ isStopped }) => (isStopped ? t('followUp.yes') : missing),
    },
  ];
}
