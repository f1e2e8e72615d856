'use client';
import { useTranslations } from 'use-intl';

const roles = ['investigator', 'staff', 'administrator'] as const;

/** A role in the reader's language; an unknown one is shown as received. */
export function RoleName({ role }: { role: string }) {
  const t = useTranslations('shell.roles');
  const known = roles.find((name) => name === role);
  return known ? t(known) : role;
}
