import { pageTitle } from '@/i18n/page-title.ts';
import { ModelsView } from '@/features/models/models-view.tsx';
import { type OfStudy, studyOf } from '@/app/params.ts';

export const generateMetadata = async ({ params }: OfStudy) => pageTitle('models', { study: await studyOf(params) });

export default function ModelsPage() {
  return <ModelsView />;
}
