import { pageTitle } from '@/i18n/page-title.ts';
import { SurvivalPage } from '@/features/survival/survival-page.tsx';

export const generateMetadata = () => pageTitle('survival');

export default function Page() {
  return <SurvivalPage />;
}
