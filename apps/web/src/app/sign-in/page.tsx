import { pageTitle } from '@/i18n/page-title.ts';
import { redirect } from 'next/navigation';
import { SignIn } from '@/features/sign-in/sign-in.tsx';
import { safePath } from '@/features/sign-in/safe-path.ts';
import { isSignedIn } from '@/graphql/ask-api.ts';

export const generateMetadata = () => pageTitle('signIn');

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = safePath((await searchParams).next);
  if (await isSignedIn()) redirect(next);
  return <SignIn next={next} sendsMail={process.env['PORTAL_SENDS_MAIL'] === 'true'} />;
}
