import { pageTitle } from '@/i18n/page-title.ts';
import { ResponsePage } from '@/features/response/response-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('response', { study: await studyOf(params) });

export default function Page() {
  return <ResponsePage />;
}
