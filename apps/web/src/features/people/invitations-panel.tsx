'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { RoleName } from '@/session/role-name.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Invitation, peopleQuery, revokeMutation } from './people-query.ts';
import { Refusal } from './refusal.tsx';

/** Whom the study has invited and who has not come yet. */
export function InvitationsPanel({ invitations }: { invitations: readonly Invitation[] }) {
  const t = useTranslations('people');
  const instant = useInstant();
  const [openedAt] = useState(() => Date.now());
  const [revoke, { error }] = useMutation(revokeMutation, { refetchQueries: [peopleQuery] });
  const columns: Column<Invitation>[] = [
    { id: 'email', header: t('email'), rowHeader: true, cell: ({ email }) => email },
    { id: 'role', header: t('role'), cell: ({ role }) => <RoleName role={role} /> },
    { id: 'centre', header: t('centre'), cell: ({ centre }) => centre ?? t('allCentres') },
    { id: 'by', header: t('invitedBy'), folds: true, cell: ({ invitedBy }) => invitedBy },
    {
      id: 'until',
      header: t('until'),
      folds: true,
      cell: ({ expiresAt }) => (Date.parse(expiresAt) < openedAt ? t('expired') : instant(expiresAt)),
    },
    {
      id: 'actions',
      header: t('actions'),
      cell: ({ id, email }) => (
        <Button
          size="compact-xs"
          variant="subtle"
          color="red"
          onClick={() => void revoke({ variables: { id } }).catch(() => undefined)}
          aria-label={t('revokeNamed', { email })}
        >
          {t('revoke')}
        </Button>
      ),
    },
  ];
  return (
    <Panel title={t('invitations')}>
      <Stack gap="sm">
        {error ? <Refusal error={error} /> : null}
        {invitations.length === 0 ? (
          <Text size="sm" c="var(--text-quiet)">
            {t('noInvitations')}
          </Text>
        ) : (
          <DataTable
            columns={columns}
            rows={invitations}
            rowKey={({ id }) => id}
            caption={t('invitations')}
            hideCaption
            dense
            foldBelow="medium"
          />
        )}
      </Stack>
    </Panel>
  );
}
