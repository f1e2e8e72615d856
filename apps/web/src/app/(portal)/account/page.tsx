import { pageTitle } from '@/i18n/page-title.ts';
import { AccountPage } from '@/features/account/account-page.tsx';

export const generateMetadata = () => pageTitle('account');

export default function Account() {
  return <AccountPage />;
}
