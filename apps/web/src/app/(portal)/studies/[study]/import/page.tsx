import { pageTitle } from '@/i18n/page-title.ts';
import { ImportPage } from '@/features/imports/import-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('import', { study: await studyOf(params) });

export default function Import() {
  return <ImportPage />;
}
