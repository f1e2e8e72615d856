import { pageTitle } from '@/i18n/page-title.ts';
import { AskManyPage } from '@/features/queries/ask-many-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('askMany', { study: await studyOf(params) });

export default function AskMany() {
  return <AskManyPage />;
}
