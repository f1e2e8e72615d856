import { pageTitle } from '@/i18n/page-title.ts';
import { ReadingsPage } from '@/features/readings/readings-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('readings', { study: await studyOf(params) });

export default function Readings() {
  return <ReadingsPage />;
}
