import { pageTitle } from '@/i18n/page-title.ts';
import { OperationPage } from '@/features/operation/operation-page.tsx';

export const generateMetadata = () => pageTitle('operation');

export default function Page() {
  return <OperationPage />;
}
