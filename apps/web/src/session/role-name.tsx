'use client';
import { isRole, roles } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';

/** A role in the reader's language; an unknown one is shown as received. */
export function RoleName({ role }: { role: string }) {
  const label = useLabel();
  return isRole(role) ? label(roles[role].label) : role;
}
