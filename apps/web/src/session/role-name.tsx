'use client';
import { useTranslations } from 'use-intl';

const roles = ['investigator', 'staff', 'administrator'] as const;

/** A role in the reader's language; one we have no word for stands as it came. */
export function RoleName({ role }: { role: string }) {
  const t = useTranslations('shell.roles');
  const known = roles.find((name) => name === role);
  return known ? t(known) : role;
}
