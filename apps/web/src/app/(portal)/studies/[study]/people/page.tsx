import { pageTitle } from '@/i18n/page-title.ts';
import { PeoplePage } from '@/features/people/people-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('people', { study: await studyOf(params) });

export default function People() {
  return <PeoplePage />;
}
