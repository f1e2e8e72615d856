'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Badge, Button, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { graphql } from '@/graphql/generated/index.ts';
import { type MySessionsQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { missing } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { deviceOf } from './device-of.ts';

const mySessionsQuery = graphql(`
  query MySessions {
    mySessions {
      id
      signedInAt
      lastSeenAt
      expiresAt
      address
      userAgent
      isThis
    }
  }
`);

const endMySessionMutation = graphql(`
  mutation EndMySession($id: ID!) {
    endMySession(id: $id)
  }
`);

const endMyOtherSessionsMutation = graphql(`
  mutation EndMyOtherSessions {
    endMyOtherSessions
  }
`);

type Session = MySessionsQuery['mySessions'][number];

/** Where the account is signed in, and a way to end each. */
export function SessionsPanel() {
  const t = useTranslations('account.sessions');
  const instant = useInstant();
  const { data, error, refetch } = useQuery(mySessionsQuery, { fetchPolicy: 'cache-and-network' });
  const options = { refetchQueries: [mySessionsQuery], awaitRefetchQueries: true };
  const [end, ending] = useMutation(endMySessionMutation, options);
  const [endOthers, endingOthers] = useMutation(endMyOtherSessionsMutation, options);
  const refused = ending.error ?? endingOthers.error;
  const sessions = data?.mySessions ?? [];
  const columns: Column<Session>[] = [
    {
      id: 'device',
      header: t('device'),
      rowHeader: true,
      cell: ({ userAgent, isThis }) => (
        <>
          {deviceOf(userAgent) ?? t('unknown')} {isThis ? <Badge size="xs">{t('this')}</Badge> : null}
        </>
      ),
    },
    { id: 'address', header: t('address'), folds: true, cell: ({ address }) => address ?? missing },
    { id: 'signedIn', header: t('signedIn'), cell: ({ signedInAt }) => instant(signedInAt) },
    { id: 'lastSeen', header: t('lastSeen'), folds: true, cell: ({ lastSeenAt }) => instant(lastSeenAt) },
    {
      id: 'actions',
      header: t('actions'),
      cell: ({ id, isThis, userAgent }) =>
        isThis ? null : (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => void end({ variables: { id } }).catch(() => undefined)}
            aria-label={t('endNamed', { device: deviceOf(userAgent) ?? t('unknown') })}
          >
            {t('end')}
          </Button>
        ),
    },
  ];
  return (
    <Panel
      title={t('title')}
      actions={
        sessions.length > 1 ? (
          <Button
            size="xs"
            variant="default"
            loading={endingOthers.loading}
            onClick={() => void endOthers().catch(() => undefined)}
          >
            {t('endOthers')}
          </Button>
        ) : null
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="var(--text-quiet)">
          {t('lead')}
        </Text>
        {refused ? <ErrorState code={errorCode(refused)} /> : null}
        {data ? (
          <DataTable
            columns={columns}
            rows={sessions}
            rowKey={({ id }) => id}
            caption={t('title')}
            hideCaption
            dense
            foldBelow="medium"
          />
        ) : error ? (
          <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
        ) : (
          <LoadingState height={80} />
        )}
      </Stack>
    </Panel>
  );
}
