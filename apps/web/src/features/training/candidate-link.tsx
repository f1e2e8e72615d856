import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useStudy } from '@/session/session.tsx';
import { type Training } from './training.ts';

/** The model that came of a training, as the version that it is in the registry. */
export function CandidateLink({ run }: { run: Pick<Training, 'candidateModelId' | 'candidateVersionId'> }) {
  const study = useStudy();
  if (run.candidateModelId === null) return '–';
  const version = run.candidateVersionId === null ? '' : `?version=${run.candidateVersionId}`;
  return (
    <Anchor component={Link} href={`/studies/${encodeURIComponent(study.code)}/models${version}`} size="sm">
      {run.candidateModelId}
    </Anchor>
  );
}
