import { pageTitle } from '@/i18n/page-title.ts';
import { ReportingPage } from '@/features/reporting/reporting-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('reporting', { study: await studyOf(params) });

export default function Page() {
  return <ReportingPage />;
}
