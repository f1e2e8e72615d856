import { pageTitle } from '@/i18n/page-title.ts';
import { ProgressPage } from '@/features/progress/progress-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('progress', { study: await studyOf(params) });

export default function Page() {
  return <ProgressPage />;
}
