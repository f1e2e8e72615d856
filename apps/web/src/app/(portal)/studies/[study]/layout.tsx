import { notFound } from 'next/navigation';
import { type ReactNode } from 'react';
import { sessionOfRequest } from '@/app/of-address.ts';
import { studyOf } from '@/app/params.ts';
import { NeedsPageRight } from '@/session/needs-page-right.tsx';
import { SavedCohortAddress } from '@/selection/saved-cohort-address.tsx';
import { NeedsPatients } from '@/session/needs-patients.tsx';

/** A study's pages are for its members; a foreign study looks like one that does not exist. */
export default async function StudyLayout({
  params,
  children,
}: {
  params: Promise<{ study: string }>;
  children: ReactNode;
}) {
  const [{ studies }, code] = await Promise.all([sessionOfRequest(), studyOf(params)]);
  if (!studies.some((study) => study.code === code)) notFound();
  return (
    <NeedsPageRight>
      <NeedsPatients>
        <SavedCohortAddress>{children}</SavedCohortAddress>
      </NeedsPatients>
    </NeedsPageRight>
  );
}
