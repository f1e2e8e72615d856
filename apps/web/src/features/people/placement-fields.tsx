'use client';
import { isRole, type Role, roles, studyRoles } from '@haim/schema';
import { Anchor, Select, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';

export interface Placement {
  readonly role: Role;
  readonly centre: string | null;
}

/** Null while a role for one centre has none. */
export function placementInput({ role, centre }: Placement): { role: string; centre: string | null } | null {
  const { reach } = roles[role];
  if (reach === 'centre' && centre === null) return null;
  return { role, centre: reach === 'study' ? null : centre };
}

/** A role, what it means, and the centre it is for where the role is not for all of them. */
export function PlacementFields({ value, onChange }: { value: Placement; onChange: (value: Placement) => void }) {
  const t = useTranslations('people');
  const label = useLabel();
  const { centres } = useStudy();
  const { about, reach } = roles[value.role];
  return (
    <>
      <Select
        label={t('role')}
        data={studyRoles.map((role) => ({ value: role, label: label(roles[role].label) }))}
        value={value.role}
        onChange={(role) => role && isRole(role) && onChange({ ...value, role })}
        allowDeselect={false}
        required
      />
      <Text size="xs" c="var(--text-quiet)">
        {label(about)}{' '}
        <Anchor component={Link} href="/rights" target="_blank" inherit>
          {t('whatRolesMayDo')}
        </Anchor>
      </Text>
      {reach === 'study' ? null : (
        <Select
          label={t('centre')}
          placeholder={reach === 'centre' ? t('chooseCentre') : t('allCentres')}
          data={centres.map(({ code, name }) => ({ value: code, label: `${code} – ${name}` }))}
          value={value.centre}
          onChange={(centre) => onChange({ ...value, centre })}
          clearable={reach !== 'centre'}
          required={reach === 'centre'}
        />
      )}
    </>
  );
}
