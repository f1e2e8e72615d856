import { pageTitle } from '@/i18n/page-title.ts';
import { ImportPage } from '@/features/imports/import-page.tsx';

export const generateMetadata = () => pageTitle('import');

export default function Import() {
  return <ImportPage />;
}
