'use client';
import { type Role, roleMay, roleNames, roles, rightNames, rights } from '@haim/schema';
import { Badge, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useViewer } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { KeyValue } from '@/ui/key-value.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './rights.module.css';

/** Which role may do what: the declaration that the API enforces, as a table. */
export function RightsPage() {
  const t = useTranslations('rights');
  const title = useTranslations('shell')('nav.rights');
  const label = useLabel();
  const own = new Set(useViewer().memberships.map(({ role }) => role));
  const columns: Column<{ role: Role }>[] = [
    {
      id: 'role',
      header: t('role'),
      rowHeader: true,
      cell: ({ role }) => (
        <div className={styles['role']}>
          {label(roles[role].label)} {own.has(role) ? <Badge size="xs">{t('yours')}</Badge> : null}
          <Text size="xs" c="var(--text-quiet)" fw={400}>
            {label(roles[role].about)} ({t(`reach.${roles[role].reach}`)})
          </Text>
        </div>
      ),
    },
    ...rightNames.map((right): Column<{ role: Role }> => ({
      id: right,
      header: label(rights[right].label),
      // On a telephone each tick is named: beside the others it would not say what it allows. What has none is left out.
      folds: true,
      isTold: ({ role }) => roleMay(role, right),
      cell: ({ role }) =>
        roleMay(role, right) ? (
          <IconCheck size={18} role="img" aria-label={t('allowed')} className={styles['yes']} />
        ) : (
          <span role="img" aria-label={t('refused')}>
            –
          </span>
        ),
    })),
  ];
  return (
    <>
      <PageTitle title={title} lead={t('lead')} />
      <Stack gap="md">
        <div className={styles['matrix']}>
          <DataTable
            columns={columns}
            rows={roleNames.map((role) => ({ role }))}
            rowKey={({ role }) => role}
            caption={t('table')}
            hideCaption
            foldBelow="medium"
          />
        </div>
        <Panel title={t('meaning')}>
          <KeyValue
            items={rightNames.map((right) => ({
              key: right,
              label: label(rights[right].label),
              value: label(rights[right].about),
            }))}
          />
        </Panel>
      </Stack>
    </>
  );
}
