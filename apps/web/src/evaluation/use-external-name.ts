'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { type IndependenceLevel } from '@/graphql/generated/graphql.ts';
import { useStudy } from '@/session/session.tsx';
import { externalSetQuery } from './query.ts';

/** How far the set that a study calls external is from its training set. */
export function useExternalSet(): IndependenceLevel {
  const { code } = useStudy();
  const { data } = useQuery(externalSetQuery, { variables: { study: code }, fetchPolicy: 'cache-first' });
  return data?.externalSet ?? 'unknown';
}

/** What that set may be called: *external* only where no centre of it supplied training slides. */
export function useExternalName(): (isShort?: boolean) => string {
  const t = useTranslations('evaluation');
  const level = useExternalSet();
  return (isShort = false) => t(isShort ? `externalShort.${level}` : `external.${level}`);
}
