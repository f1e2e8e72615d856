'use client';
import { Alert, Anchor } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import Link from 'next/link';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';

/** Why numbers are of one's own centres where the study shares numbers of all, and who has those of all. */
export function OwnCentresNote({ children }: { children: ReactNode }) {
  const t = useTranslations('cohort.scope');
  return (
    <Alert role="note" variant="default" icon={<IconShieldLock aria-hidden />}>
      {children}{' '}
      {t.rich('whoReadsAll', {
        rights: (words) => (
          <Anchor component={Link} href="/rights" size="sm" underline="always">
            {words}
          </Anchor>
        ),
      })}
    </Alert>
  );
}
