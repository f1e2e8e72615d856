import { SurvivalPage } from '@/features/survival/survival-page.tsx';

export default function Page() {
  return <SurvivalPage />;
}
