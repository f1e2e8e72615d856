import { pageTitle } from '@/i18n/page-title.ts';
import { SavedCohortsPage } from '@/features/saved-cohorts/saved-cohorts-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('cohorts', { study: await studyOf(params) });

export default function Page() {
  return <SavedCohortsPage />;
}
