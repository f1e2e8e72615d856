import { pageTitle } from '@/i18n/page-title.ts';
import { EntryPage } from '@/features/entry/entry-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('entry', { study: await studyOf(params) });

export default function Entry() {
  return <EntryPage />;
}
