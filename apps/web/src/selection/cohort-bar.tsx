'use client';
import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { onOpening } from '@/ui/on-opening.tsx';
import { AddressIssues } from './address-issues.tsx';
import { CohortChips } from './cohort-chips.tsx';
import { CohortCount } from './cohort-count.tsx';
import { SaveCohort } from './save-cohort.tsx';

const FilterDrawer = onOpening(async () => (await import('./filter-drawer.tsx')).FilterDrawer);

/** The selection bar of an analysis page: count, conditions, and a drawer in which to change them. */
export function CohortBar() {
  const t = useTranslations('cohort');
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Group gap="0.5rem 0.75rem" flex="1 1 auto">
        <Button variant="default" size="xs" leftSection={<IconFilter size={14} aria-hidden />} onClick={open}>
          {t('filter')}
        </Button>
        <CohortCount />
        <CohortChips />
        <SaveCohort />
        <AddressIssues />
      </Group>
      {isOpen ? <FilterDrawer onClose={close} /> : null}
    </>
  );
}
