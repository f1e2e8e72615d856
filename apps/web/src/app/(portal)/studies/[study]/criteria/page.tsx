import { pageTitle } from '@/i18n/page-title.ts';
import { CriteriaPage } from '@/features/eligibility/criteria-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('criteria', { study: await studyOf(params) });

export default function Page() {
  return <CriteriaPage />;
}
