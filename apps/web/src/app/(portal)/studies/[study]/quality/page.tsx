import { pageTitle } from '@/i18n/page-title.ts';
import { QualityPage } from '@/features/quality/quality-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('quality', { study: await studyOf(params) });

export default function Quality() {
  return <QualityPage />;
}
