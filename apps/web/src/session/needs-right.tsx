'use client';
import { type Right, rights, rolesWith, roles } from '@haim/schema';
import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useMay } from './session.tsx';

/** Shows its children to those who have the right in this study; others read which roles have it, where they look for it. */
export function NeedsRight({ right, children }: { right: Right; children: ReactNode }) {
  return useMay(right) ? children : <WithoutRight right={right} />;
}

export function WithoutRight({ right }: { right: Right }) {
  const t = useTranslations('rights');
  const { list } = useFormatter();
  const label = useLabel();
  return (
    // A span: it is also shown inside of paragraphs.
    <Text component="span" size="sm" c="var(--text-quiet)">
      {t('without', {
        right: label(rights[right].label),
        roles: list(rolesWith(right).map((role) => label(roles[role].label))),
      })}{' '}
      <Anchor component={Link} href="/rights" inherit>
        {t('link')}
      </Anchor>
    </Text>
  );
}
