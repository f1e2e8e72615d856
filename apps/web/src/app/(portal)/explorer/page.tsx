import { pageTitle } from '@/i18n/page-title.ts';
import { ExplorerPage } from '@/features/explorer/explorer-page.tsx';

export const generateMetadata = () => pageTitle('explorer');

export default function Explorer() {
  return <ExplorerPage />;
}
