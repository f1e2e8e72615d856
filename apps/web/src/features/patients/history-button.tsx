'use client';
import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { onOpening } from '@/ui/on-opening.tsx';
import { type RecordHistoryProps } from './record-history.tsx';

const HistoryDrawer = onOpening(async () => (await import('./record-history.tsx')).HistoryDrawer);

/** The way to the earlier values of one record. */
export function HistoryButton({ isSmall = false, ...props }: RecordHistoryProps & { isSmall?: boolean }) {
  const t = useTranslations('forms.history');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size={isSmall ? 'compact-xs' : 'compact-sm'}
        variant="subtle"
        color="gray"
        leftSection={<IconHistory size={14} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('open')}
      </Button>
      {open ? <HistoryDrawer {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
