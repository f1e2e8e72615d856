'use client';
import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';

interface CopyIconProps {
  readonly label: string;
  /** Read out once it is done. */
  readonly done: string;
  readonly text: string | (() => string);
  readonly icon?: ReactNode;
}

/** Puts a text on the clipboard, and says whether it did. */
export function CopyIcon({ label, done, text, icon }: CopyIconProps) {
  const t = useTranslations('ui.copy');
  const clipboard = useClipboard({ timeout: 2000 });
  const copy = () => {
    // A page that is not reached by https has no clipboard.
    if (!('clipboard' in navigator)) {
      notifications.show({ color: 'red', message: t('noClipboard') });
      return;
    }
    clipboard.copy(typeof text === 'string' ? text : text());
  };
  return (
    <ActionIcon variant="default" size={30} onClick={copy} aria-label={label} title={label} data-print="no">
      {clipboard.copied ? <IconCheck size={16} aria-hidden /> : (icon ?? <IconCopy size={16} aria-hidden />)}
      <span role="status" className="mantine-visually-hidden">
        {clipboard.copied ? done : ''}
      </span>
    </ActionIcon>
  );
}
