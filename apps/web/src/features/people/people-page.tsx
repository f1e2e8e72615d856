'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { InvitationsPanel } from './invitations-panel.tsx';
import { MembersTable } from './members-table.tsx';
import { type Member, peopleQuery } from './people-query.ts';

const MemberDialog = onOpening(async () => (await import('./member-dialog.tsx')).MemberDialog);
const InviteDialog = onOpening(async () => (await import('./invite-dialog.tsx')).InviteDialog);

/** Who takes part in the study, as what, and who is invited. */
export function PeoplePage() {
  const t = useTranslations('people');
  const { code: study } = useStudy();
  const { data, error, refetch } = useQuery(peopleQuery, { variables: { study }, fetchPolicy: 'cache-and-network' });
  const [isInviting, setInviting] = useState(false);
  const [chosen, setChosen] = useState<Member | null>(null);
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setInviting(true)}>
          {t('invite.open')}
        </Button>
      </PageTitle>
      {data ? (
        <Stack gap="md">
          <MembersTable members={data.people.members} onChoose={setChosen} />
          <InvitationsPanel invitations={data.people.invitations} />
        </Stack>
      ) : error ? (
        <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
      ) : (
        <LoadingState height={320} />
      )}
      {isInviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
      {chosen ? <MemberDialog key={chosen.id} member={chosen} onClose={() => setChosen(null)} /> : null}
    </>
  );
}
