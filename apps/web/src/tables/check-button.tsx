'use client';
import { Button } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { onOpening } from '@/ui/on-opening.tsx';
import { type InR } from './in-r.ts';

const CheckDialog = onOpening(async () => (await import('./check-dialog.tsx')).CheckDialog);

interface CheckButtonProps {
  /** What is checked, as its heading says. */
  readonly of: string;
  readonly check: InR['check'];
}

/** Where numbers have no menu of files: has R repeat them on the server. */
export function CheckButton({ of, check }: CheckButtonProps) {
  const t = useTranslations('tables.check');
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        size="compact-xs"
        variant="default"
        leftSection={<IconChecks size={13} aria-hidden />}
        onClick={() => setIsOpen(true)}
        data-print="no"
      >
        {t('title')}
      </Button>
      {isOpen ? (
        <CheckDialog
          of={of}
          check={check}
          onClose={() => {
            setIsOpen(false);
            button.current?.focus();
          }}
        />
      ) : null}
    </>
  );
}
