import { pageTitle } from '@/i18n/page-title.ts';
import { InvitationPage } from '@/features/invitation/invitation-page.tsx';
import { isSignedIn } from '@/graphql/ask-api.ts';

export const generateMetadata = () => pageTitle('invitation');

/** For whoever has the link, with an account or without one. */
export default async function Invitation({ params }: { params: Promise<{ token: string }> }) {
  return <InvitationPage token={(await params).token} isSignedIn={await isSignedIn()} />;
}
