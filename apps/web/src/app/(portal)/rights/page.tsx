import { pageTitle } from '@/i18n/page-title.ts';
import { RightsPage } from '@/features/rights/rights-page.tsx';

export const generateMetadata = () => pageTitle('rights');

export default function Rights() {
  return <RightsPage />;
}
