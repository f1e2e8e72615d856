import { pageTitle } from '@/i18n/page-title.ts';
import { StudyHome } from '@/features/home/study-home.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('study', { study: await studyOf(params) });

export default function StudyPage() {
  return <StudyHome />;
}
