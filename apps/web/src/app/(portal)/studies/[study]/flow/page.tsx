import { pageTitle } from '@/i18n/page-title.ts';
import { FlowPage } from '@/features/eligibility/flow-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('flow', { study: await studyOf(params) });

export default function Page() {
  return <FlowPage />;
}
