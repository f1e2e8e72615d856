'use client';
import { useQuery } from '@apollo/client/react';
import { type Right, portalRights, rights, rolesWith, roles } from '@haim/schema';
import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { peopleManagersQuery } from './query.ts';
import { useIsShut, useMay, useStudyOfPath } from './session.tsx';

/** Shows its children to those who have the right in this study; others read which roles have it, where they look for it. */
export function NeedsRight({ right, children }: { right: Right; children: ReactNode }) {
  return useMay(right) ? children : <WithoutRight right={right} />;
}

interface WithoutRightProps {
  readonly right: Right;
  /** A study's code; by default that of the address. */
  readonly study?: string;
  /** The centre at which the right is missing, for somebody who may have it at another. */
  readonly centre?: string;
}

/** Which right is missing, which roles have it, and who in the study gives them. */
export function WithoutRight({ right, study, centre }: WithoutRightProps) {
  const t = useTranslations('rights');
  const { list } = useFormatter();
  const label = useLabel();
  const here = useStudyOfPath()?.code;
  const code = study ?? here ?? '';
  const isOfStudy = code !== '' && !portalRights.includes(right);
  const { data } = useQuery(peopleManagersQuery, {
    variables: { study: code },
    skip: !isOfStudy,
    fetchPolicy: 'cache-first',
  });
  const managers = data?.peopleManagers ?? [];
  const words = {
    right: label(rights[right].label),
    roles: list(rolesWith(right).map((role) => label(roles[role].label))),
  };
  const isShut = useIsShut(right);
  if (isShut) {
    return (
      <Text component="span" size="sm" c="var(--text-quiet)">
        {t('studyClosed')}
      </Text>
    );
  }
  return (
    // A span: it is also shown inside of paragraphs.
    <Text component="span" size="sm" c="var(--text-quiet)">
      {centre === undefined ? t('without', words) : t('withoutAt', { ...words, centre })}{' '}
      {managers.length > 0 ? `${t('ask', { names: list(managers) })} ` : null}
      <Anchor component={Link} href="/rights" inherit>
        {t('link')}
      </Anchor>
    </Text>
  );
}
