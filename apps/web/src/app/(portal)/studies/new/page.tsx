import { pageTitle } from '@/i18n/page-title.ts';
import { NewStudyPage } from '@/features/study-settings/new-study-page.tsx';

export const generateMetadata = () => pageTitle('newStudy');

export default function NewStudy() {
  return <NewStudyPage />;
}
