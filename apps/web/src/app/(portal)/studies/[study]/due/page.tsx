import { pageTitle } from '@/i18n/page-title.ts';
import { DuePage } from '@/features/due/due-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('due', { study: await studyOf(params) });

export default function Due() {
  return <DuePage />;
}
