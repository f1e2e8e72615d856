import { pageTitle } from '@/i18n/page-title.ts';
import { LocksPage } from '@/features/locks/locks-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('locks', { study: await studyOf(params) });

export default function Locks() {
  return <LocksPage />;
}
