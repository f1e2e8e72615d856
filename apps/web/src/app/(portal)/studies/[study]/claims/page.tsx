import { pageTitle } from '@/i18n/page-title.ts';
import { ClaimsPage } from '@/features/claims/claims-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('claims', { study: await studyOf(params) });

export default function Page() {
  return <ClaimsPage />;
}
