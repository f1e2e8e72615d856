'use client';
import { Badge, Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { missing } from '@/numbers/show.ts';
import { RoleName } from '@/session/role-name.tsx';
import { useViewer } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { type Member } from './people-query.ts';

interface MembersTableProps {
  readonly members: readonly Member[];
  readonly onChoose: (member: Member) => void;
}

export function MembersTable({ members, onChoose }: MembersTableProps) {
  const t = useTranslations('people');
  const instant = useInstant();
  const viewer = useViewer();
  const columns: Column<Member>[] = [
    {
      id: 'name',
      header: t('name'),
      rowHeader: true,
      sortBy: ({ name }) => name,
      cell: ({ name, userId, isDisabled, hasSecondFactor }) => (
        <>
          {name} {userId === viewer.id ? <Badge size="xs">{t('you')}</Badge> : null}
          {isDisabled ? (
            <Badge size="xs" color="gray">
              {t('disabled')}
            </Badge>
          ) : null}
          {hasSecondFactor ? (
            <Badge size="xs" color="green">
              {t('secondFactor')}
            </Badge>
          ) : null}
        </>
      ),
    },
    {
      id: 'email',
      header: t('email'),
      folds: true,
      sortBy: ({ email }) => email,
      cell: ({ email }) => email ?? missing,
    },
    { id: 'role', header: t('role'), sortBy: ({ role }) => role, cell: ({ role }) => <RoleName role={role} /> },
    {
      id: 'centre',
      header: t('centre'),
      sortBy: ({ centre }) => centre,
      cell: ({ centre }) => centre ?? t('allCentres'),
    },
    {
      id: 'lastSignIn',
      header: t('lastSignIn'),
      folds: true,
      sortBy: ({ lastSignInAt }) => lastSignInAt,
      cell: ({ lastSignInAt }) => (lastSignInAt ? instant(lastSignInAt) : t('never')),
    },
    { id: 'sessions', header: t('sessions'), align: 'right', folds: true, cell: ({ sessions }) => sessions },
    {
      id: 'actions',
      header: t('actions'),
      cell: (member) => (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => onChoose(member)}
          aria-label={t('editNamed', { name: member.name })}
        >
          {t('edit')}
        </Button>
      ),
    },
  ];
  return (
    <DataTable
      columns={columns}
      rows={members}
      rowKey={({ id }) => id}
      caption={t('count', { n: members.length })}
      foldBelow="medium"
      maxHeight="70vh"
    />
  );
}
