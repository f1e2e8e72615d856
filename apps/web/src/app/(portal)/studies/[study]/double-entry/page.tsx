import { pageTitle } from '@/i18n/page-title.ts';
import { DoubleEntryPage } from '@/features/double-entry/double-entry-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) =>
  pageTitle('double-entry', { study: await studyOf(params) });

export default function DoubleEntry() {
  return <DoubleEntryPage />;
}
