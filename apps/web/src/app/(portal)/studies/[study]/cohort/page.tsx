import { pageTitle } from '@/i18n/page-title.ts';
import { CohortPage } from '@/features/cohort/cohort-page.tsx';

export const generateMetadata = () => pageTitle('cohort');

export default function Page() {
  return <CohortPage />;
}
