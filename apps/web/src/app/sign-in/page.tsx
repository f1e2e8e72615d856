import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { readRefusal, refusalCookie } from '@/features/sign-in/provider-refusal.ts';
import { safePath } from '@/features/sign-in/safe-path.ts';
import { SignIn } from '@/features/sign-in/sign-in.tsx';
import { isSignedIn } from '@/graphql/ask-api.ts';
import { pageTitle } from '@/i18n/page-title.ts';

export const generateMetadata = () => pageTitle('signIn');

interface SignInPageProps {
  /** `code` and `refused` are where the way by the hospital's provider may end. */
  readonly searchParams: Promise<Partial<Record<'next' | 'code' | 'refused', string | string[]>>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next: asked, code, refused } = await searchParams;
  const next = safePath(asked);
  if (await isSignedIn()) redirect(next);
  const refusal = refused === undefined ? null : readRefusal((await cookies()).get(refusalCookie)?.value);
  const label = process.env['PORTAL_PROVIDER_LABEL'] ?? '';
  return (
    <SignIn
      next={next}
      sendsMail={process.env['PORTAL_SENDS_MAIL'] === 'true'}
      provider={label === '' ? null : { label, refusal, isCodeNeeded: code !== undefined }}
    />
  );
}
