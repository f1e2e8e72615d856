'use client';
import { ActionIcon } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { onOpening } from '@/ui/on-opening.tsx';

const FinderDialog = onOpening(async () => (await import('./finder-dialog.tsx')).FinderDialog);

/** Ctrl+K, or the button: to a patient, a slide, a page or a command from everywhere. */
export function Finder() {
  const t = useTranslations('shell.finder');
  const [isOpen, setOpen] = useState(false);
  // Also from within an input.
  useHotkeys([['mod+K', () => setOpen(true)]], []);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('open')}
        aria-keyshortcuts="Control+K Meta+K"
        title={`${t('open')} (Ctrl+K)`}
        onClick={() => setOpen(true)}
      >
        <IconSearch size={18} aria-hidden />
      </ActionIcon>
      {isOpen ? <FinderDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
