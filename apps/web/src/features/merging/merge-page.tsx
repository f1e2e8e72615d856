'use client';
import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { LoadingShape, PanelShape } from '@/ui/loading-shape.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { ChooseOther } from './choose-other.tsx';
import { patientMergeQuery, patientToKeepQuery } from './query.ts';
import { MergeView } from './merge-view.tsx';
import { NotYours, Unreadable } from './unreadable.tsx';

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
        <Unreadable
          error={error}
          onRetry={() => void refetch()}
          centre={undefined}
          ways={[{ label: t('unreadable.patients'), href: studyPath(study.code, 'entry') }]}
        />
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
        <NotYours centre={kept.centre} />
      ) : otherId === null ? (
        <ChooseOther kept={kept} study={study} />
      ) : (
        <Compared key={`${kept.id} ${otherId}`} kept={kept} otherId={otherId} />
      )}
    </>
  );
}

interface ComparedProps {
  readonly kept: { readonly id: string; readonly code: string; readonly centre: string };
  readonly otherId: string;
}

function Compared({ kept, otherId }: ComparedProps) {
  const t = useTranslations('merging');
  const study = useStudy();
  // What is decided rests on what is stored now.
  const { data, error, refetch } = useQuery(patientMergeQuery, {
    variables: { keptId: kept.id, otherId },
    fetchPolicy: 'network-only',
  });
  if (error) {
    const path = studyPath(study.code, 'patients', kept.id);
    return (
      <Unreadable
        error={error}
        onRetry={() => void refetch()}
        centre={kept.centre}
        ways={[
          { label: t('another'), href: `${path}/merge` },
          { label: t('back', { code: kept.code }), href: path },
        ]}
      />
    );
  }
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
