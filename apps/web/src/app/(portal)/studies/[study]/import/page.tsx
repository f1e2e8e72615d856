import { ImportPage } from '@/features/imports/import-page.tsx';

export default function Import() {
  return <ImportPage />;
}
