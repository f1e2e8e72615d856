import { pageTitle } from '@/i18n/page-title.ts';
import { StudyAudit } from '@/features/audit/study-audit.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('audit', { study: await studyOf(params) });

export default function Page() {
  return <StudyAudit />;
}
