'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Drawer, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { missing } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { safetyPatientsQuery } from './query.ts';
import { type SafetyQuestion } from './use-question.ts';

/** A number of the page: its row, its group, and which grades it counts. */
export interface Place {
  readonly row: string;
  readonly rowName: string;
  readonly group: string | null;
  readonly groupName: string;
  readonly gradeThreeOrMore: boolean;
}

interface BehindNumberProps {
  readonly question: SafetyQuestion;
  readonly place: Place;
  readonly onClose: () => void;
}

/** The patients behind one number, each a link to the records. */
export function BehindNumber({ question, place, onClose }: BehindNumberProps) {
  useFocusReturn();
  const t = useTranslations('safety.behind');
  const cohort = useTranslations('cohort');
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={t('title', { row: place.rowName, group: place.groupName })}
      closeButtonProps={{ 'aria-label': cohort('close') }}
    >
      <Patients question={question} place={place} />
    </Drawer>
  );
}

function Patients({ question, place }: { question: SafetyQuestion; place: Place }) {
  const t = useTranslations('safety.behind');
  const study = useStudy();
  const { row, group, gradeThreeOrMore } = place;
  const { data, error, refetch } = useQuery(safetyPatientsQuery, {
    variables: { ...question, row, group, gradeThreeOrMore },
  });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState height={320} />;
  const { total, rows } = data.safetyPatients;
  return (
    <Stack gap="sm">
      <Text size="sm">{t(gradeThreeOrMore ? 'severe' : 'any', { n: total })}</Text>
      {total > rows.length ? (
        <Text size="sm" fw={600}>
          {t('first', { n: rows.length })}
        </Text>
      ) : null}
      <DataTable
        caption={t('caption')}
        hideCaption
        columns={[
          {
            id: 'code',
            header: t('code'),
            rowHeader: true,
            cell: ({ patientId, code }) => (
              <Anchor component={Link} href={studyPath(study.code, 'patients', patientId)} inherit>
                {code}
              </Anchor>
            ),
          },
          { id: 'grade', header: t('grade'), align: 'right', cell: ({ grade }) => grade, sortBy: ({ grade }) => grade },
          { id: 'events', header: t('events'), align: 'right', cell: ({ events }) => events },
          {
            id: 'onset',
            header: t('onset'),
            align: 'right',
            cell: ({ onsetDays }) => onsetDays ?? missing,
            sortBy: ({ onsetDays }) => onsetDays ?? null,
          },
        ]}
        rows={rows}
        rowKey={({ patientId }) => patientId}
      />
    </Stack>
  );
}
