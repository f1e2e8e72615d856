import { pageTitle } from '@/i18n/page-title.ts';
import { SurvivalPage } from '@/features/survival/survival-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('survival', { study: await studyOf(params) });

export default function Page() {
  return <SurvivalPage />;
}
