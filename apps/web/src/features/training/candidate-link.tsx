import { useQuery } from '@apollo/client/react';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { missing } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { trainingModelsQuery } from './query.ts';
import { type Training } from './training.ts';

/** The model that a training produced, as its version in the registry. */
export function CandidateLink({ run }: { run: Pick<Training, 'candidateModelId' | 'candidateVersionId'> }) {
  const t = useTranslations('training');
  const study = useStudy();
  const { data, refetch } = useQuery(trainingModelsQuery, { fetchPolicy: 'cache-first' });
  const candidate = data?.models.find(({ id }) => id === run.candidateModelId);
  // The models may have been read before the training made this one.
  const isNew = data !== undefined && run.candidateModelId !== null && candidate === undefined;
  useEffect(() => {
    if (isNew) refetch().catch(() => undefined); // without its version the link still works
  }, [isNew, refetch]);
  if (run.candidateModelId === null) return missing;
  const { line = null, version: number = null } = candidate ?? {};
  const version = run.candidateVersionId === null ? '' : `?version=${run.candidateVersionId}`;
  return (
    <Anchor component={Link} href={`${studyPath(study.code, 'models')}${version}`} size="sm">
      {line === null || number === null ? run.candidateModelId : t('version', { line, version: number })}
    </Anchor>
  );
}
