import { pageTitle } from '@/i18n/page-title.ts';
import { SafetyPage } from '@/features/safety/safety-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('safety', { study: await studyOf(params) });

export default function Page() {
  return <SafetyPage />;
}
