import { pageTitle } from '@/i18n/page-title.ts';
import { EntryPage } from '@/features/entry/entry-page.tsx';

export const generateMetadata = () => pageTitle('entry');

export default function Entry() {
  return <EntryPage />;
}
