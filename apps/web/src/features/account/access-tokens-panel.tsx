'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Anchor, Button, Code, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { isTokenScope, tokenScopes } from '@haim/schema';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type MyAccessTokensQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { Panel } from '@/ui/panel.tsx';
import { endAccessTokenMutation, myAccessTokensQuery } from './access-tokens-query.ts';

const NewTokenDialog = onOpening(async () => (await import('./new-token-dialog.tsx')).NewTokenDialog);

type Token = MyAccessTokensQuery['myAccessTokens'][number];

/** The tokens by which programs ask for the account, and a way to make and end them. */
export function AccessTokensPanel() {
  const t = useTranslations('account.tokens');
  const instant = useInstant();
  const label = useLabel();
  const [isMaking, setMaking] = useState(false);
  const { data, error, refetch } = useQuery(myAccessTokensQuery, { fetchPolicy: 'cache-and-network' });
  const [end, ending] = useMutation(endAccessTokenMutation, {
    refetchQueries: [myAccessTokensQuery],
    awaitRefetchQueries: true,
  });
  const scopesOf = ({ scopes }: Token) =>
    scopes.map((scope) => (isTokenScope(scope) ? label(tokenScopes[scope].label) : scope)).join(', ');
  const columns: Column<Token>[] = [
    {
      id: 'name',
      header: t('name'),
      rowHeader: true,
      cell: ({ name, beginning }) => (
        <>
          {name} <Code>{beginning}…</Code>
        </>
      ),
    },
    { id: 'scopes', header: t('scopes'), cell: scopesOf },
    { id: 'study', header: t('study'), folds: true, cell: ({ study }) => study ?? t('allStudies') },
    {
      id: 'lastUsed',
      header: t('lastUsed'),
      folds: true,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? t('neverUsed') : instant(lastUsedAt)),
    },
    { id: 'expires', header: t('expires'), cell: ({ expiresAt }) => instant(expiresAt) },
    {
      id: 'actions',
      header: t('actions'),
      cell: ({ id, name }) => (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => void end({ variables: { id } }).catch(() => undefined)}
          aria-label={t('endNamed', { name })}
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
        <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setMaking(true)}>
          {t('new')}
        </Button>
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="var(--text-quiet)">
          {t('lead')}{' '}
          <Anchor component={Link} href="/explorer" inherit>
            {t('explorer')}
          </Anchor>
        </Text>
        {ending.error ? <ErrorState code={errorCode(ending.error)} /> : null}
        {data ? (
          data.myAccessTokens.length === 0 ? (
            <EmptyState title={t('none')} />
          ) : (
            <DataTable
              columns={columns}
              rows={data.myAccessTokens}
              rowKey={({ id }) => id}
              caption={t('title')}
              hideCaption
              dense
              foldBelow="medium"
            />
          )
        ) : error ? (
          <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
        ) : (
          <LoadingState height={80} />
        )}
      </Stack>
      {isMaking ? <NewTokenDialog onClose={() => setMaking(false)} /> : null}
    </Panel>
  );
}
