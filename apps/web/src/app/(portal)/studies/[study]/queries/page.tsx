import { pageTitle } from '@/i18n/page-title.ts';
import { QueriesPage } from '@/features/queries/queries-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('queries', { study: await studyOf(params) });

export default function Queries() {
  return <QueriesPage />;
}
