import { CohortPage } from '@/features/cohort/cohort-page.tsx';

export default function Page() {
  return <CohortPage />;
}
