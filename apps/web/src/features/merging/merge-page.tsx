'use client';
import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { WithoutRight } from '@/session/needs-right.tsx';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingShape, PanelShape } from '@/ui/loading-shape.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { ChooseOther } from './choose-other.tsx';
import { patientMergeQuery, patientToKeepQuery } from './query.ts';
import { MergeView } from './merge-view.tsx';

/** Two entries of one person become one: first who the other is, then what happens to each record. */
export function MergePage({ id }: { id: string }) {
  const t = useTranslations('merging');
  const study = useStudy();
  const [otherId] = useQueryState('other', parseAsString);
  const { data, error, refetch } = useQuery(patientToKeepQuery, { variables: { id } });
  const kept = data?.patient;
  if (error) {
    return (
      <>
        <PageTitle title={t('titleAlone')} lead={t('lead')} />
        <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
      </>
    );
  }
  if (!kept) return <Loading />;
  return (
    <>
      <PageTitle title={t('title', { code: kept.code })} lead={t('lead')}>
        <Button
          component={Link}
          href={studyPath(study.code, 'patients', kept.id)}
          variant="default"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
        >
          {t('back', { code: kept.code })}
        </Button>
      </PageTitle>
      {!kept.writable ? (
        <WithoutRight right="enterRecords" centre={kept.centre} />
      ) : otherId === null ? (
        <ChooseOther kept={kept} study={study} />
      ) : (
        <Compared key={`${kept.id} ${otherId}`} keptId={kept.id} otherId={otherId} />
      )}
    </>
  );
}

function Compared({ keptId, otherId }: { keptId: string; otherId: string }) {
  const study = useStudy();
  // What is decided rests on what is stored now.
  const { data, error, refetch } = useQuery(patientMergeQuery, {
    variables: { keptId, otherId },
    fetchPolicy: 'network-only',
  });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <MergeView key={data.patientMerge.state} merge={data.patientMerge} study={study} onAgain={() => void refetch()} />
  );
}

function Loading() {
  return (
    <LoadingShape>
      <PanelShape height={420} />
    </LoadingShape>
  );
}
