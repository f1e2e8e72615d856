import { pageTitle } from '@/i18n/page-title.ts';
import { ExportPage } from '@/features/exporting/export-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('export', { study: await studyOf(params) });

export default function Page() {
  return <ExportPage />;
}
