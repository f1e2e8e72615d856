'use client';
import { Burger, Button, Group, Menu } from '@mantine/core';
import { IconChevronDown, IconLogout, IconShieldQuestion, IconUserCircle, IconUserCog } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { OutboxStatus } from '@/forms/outbox/outbox-status.tsx';
import { LanguageSwitch } from '@/i18n/language-switch.tsx';
import { useMembershipsHere, useStudyOfPath, useViewer } from '@/session/session.tsx';
import { SchemeSwitch } from '@/theme/scheme-switch.tsx';
import { RoleName } from '@/session/role-name.tsx';
import { Finder } from './finder.tsx';
import { StudySwitch } from './study-switch.tsx';
import styles from './top-bar.module.css';
import { useSignOut } from './use-sign-out.ts';

/** Where the reader is, and what applies to every page: language, colours, account. */
export function TopBar({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }) {
  const t = useTranslations('shell');
  const study = useStudyOfPath();
  return (
    <Group className={styles['bar'] ?? ''} h="100%" px="md" gap="sm" wrap="nowrap">
      <Burger
        className={styles['burger'] ?? ''}
        size="sm"
        opened={isOpen}
        onClick={onToggle}
        aria-label={t(isOpen ? 'closeMenu' : 'openMenu')}
      />
      <Link href="/" className={styles['name']} data-beside-study={study ? true : undefined}>
        {t('portal')}
      </Link>
      {study ? <StudySwitch study={study} /> : null}
      <Group gap={4} ml="auto" wrap="nowrap">
        <OutboxStatus />
        <Finder />
        <LanguageSwitch />
        <SchemeSwitch />
        <Account />
      </Group>
    </Group>
  );
}

function Account() {
  const t = useTranslations('shell');
  const viewer = useViewer();
  const memberships = useMembershipsHere();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconUserCircle size={18} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={t('account', { name: viewer.name })}
        >
          <span className={styles['person']}>{viewer.name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {viewer.email}
          {memberships.map(({ role }) => (
            <div key={role}>
              <RoleName role={role} />
            </div>
          ))}
        </Menu.Label>
        <Menu.Item leftSection={<IconUserCog size={16} aria-hidden />} component={Link} href="/account">
          {t('nav.account')}
        </Menu.Item>
        <Menu.Item leftSection={<IconShieldQuestion size={16} aria-hidden />} component={Link} href="/rights">
          {t('nav.rights')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
