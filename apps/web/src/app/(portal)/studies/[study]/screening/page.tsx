import { pageTitle } from '@/i18n/page-title.ts';
import { ScreeningPage } from '@/features/eligibility/screening-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('screening', { study: await studyOf(params) });

export default function Page() {
  return <ScreeningPage />;
}
