import { pageTitle } from '@/i18n/page-title.ts';
import { CohortPage } from '@/features/cohort/cohort-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('cohort', { study: await studyOf(params) });

export default function Page() {
  return <CohortPage />;
}
