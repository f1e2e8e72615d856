import { pageTitle } from '@/i18n/page-title.ts';
import { TrainingPage } from '@/features/training/training-page.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('training', { study: await studyOf(params) });

export default function TrainingRoute() {
  return <TrainingPage />;
}
