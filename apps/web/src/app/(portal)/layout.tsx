import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { type ReactNode } from 'react';
import { Shell } from '@/features/shell/shell.tsx';
import { ApolloOfTab } from '@/graphql/apollo-of-tab.tsx';
import { askApi, isSignedIn } from '@/graphql/ask-api.ts';
import { pathHeader } from '@/proxy.ts';
import { sessionQuery } from '@/session/query.ts';
import { SessionProvider } from '@/session/session.tsx';

/** Everything inside is for people who are signed in; others are sent to sign in and back. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  if (!(await isSignedIn())) {
    const path = (await headers()).get(pathHeader) ?? '/';
    redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`);
  }
  return (
    <ApolloOfTab>
      <SessionProvider session={await askApi(sessionQuery, {})}>
        <Shell>{children}</Shell>
      </SessionProvider>
    </ApolloOfTab>
  );
}
