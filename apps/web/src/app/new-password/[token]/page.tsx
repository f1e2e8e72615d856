import { pageTitle } from '@/i18n/page-title.ts';
import { NewPasswordPage } from '@/features/new-password/new-password-page.tsx';

export const generateMetadata = () => pageTitle('newPassword');

/** For whoever has the link, signed in or not. */
export default async function NewPassword({ params }: { params: Promise<{ token: string }> }) {
  return <NewPasswordPage token={(await params).token} />;
}
