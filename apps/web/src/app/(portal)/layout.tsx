import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { type ReactNode } from 'react';
import { sessionOfRequest } from '@/app/of-address.ts';
import { SecondFactorFirst } from '@/features/account/second-factor-first.tsx';
import { Shell } from '@/features/shell/shell.tsx';
import { OutboxProvider } from '@/forms/outbox/outbox.tsx';
import { ApolloOfTab } from '@/graphql/apollo-of-tab.tsx';
import { isSignedIn } from '@/graphql/ask-api.ts';
import { pathHeader } from '@/proxy.ts';
import { ReportsExports } from '@/session/reports-exports.tsx';
import { SessionProvider } from '@/session/session.tsx';

/** Everything inside is for people who are signed in; others are sent to sign in, and back afterwards. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  if (!(await isSignedIn())) {
    const path = (await headers()).get(pathHeader) ?? '/';
    redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`);
  }
  const session = await sessionOfRequest();
  return (
    <ApolloOfTab>
      <SessionProvider session={session}>
        {session.mySecondFactor.isDue ? (
          <SecondFactorFirst />
        ) : (
          <ReportsExports>
            <OutboxProvider>
              <Shell>{children}</Shell>
            </OutboxProvider>
          </ReportsExports>
        )}
      </SessionProvider>
    </ApolloOfTab>
  );
}
