'use client';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { onOpening } from '@/ui/on-opening.tsx';

const SaveCohortDialog = onOpening(async () => (await import('./save-cohort-dialog.tsx')).SaveCohortDialog);

/** Keeps the selection of the page under a name: its patients, or its conditions. */
export function SaveCohort() {
  const t = useTranslations('savedCohorts.save');
  const { closedAt } = useStudy();
  const [isOpen, { open, close }] = useDisclosure(false);
  // In a closed study nothing is added.
  if (closedAt !== null) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        data-print="no"
        // On a telephone in a line of its own: beside the count, it moves when the count arrives.
        w={{ base: '100%', xs: 'auto' }}
        leftSection={<IconBookmark size={14} aria-hidden />}
        onClick={open}
      >
        {t('action')}
      </Button>
      {isOpen ? <SaveCohortDialog onClose={close} /> : null}
    </>
  );
}
