'use client';
import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { useShownScheme } from './use-shown-scheme.ts';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';

export function SchemeSwitch() {
  const t = useTranslations('shell');
  const { setColorScheme } = useMantineColorScheme();
  const present = useShownScheme();
  const next = present === 'dark' ? 'light' : 'dark';
  const Icon = present === 'dark' ? IconSun : IconMoon;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={t(next === 'light' ? 'useLight' : 'useDark')}
      title={t(next === 'light' ? 'useLight' : 'useDark')}
      onClick={() => setColorScheme(next)}
    >
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}
