import { pageTitle } from '@/i18n/page-title.ts';
import { TablesPage } from '@/features/tables/tables-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('tables', { study: await studyOf(params) });

export default function Page() {
  return <TablesPage />;
}
