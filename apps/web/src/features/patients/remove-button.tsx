'use client';
import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';

/** Opens the question that a removal begins with. */
export function RemoveButton({ onClick, isSmall = false }: { onClick: () => void; isSmall?: boolean }) {
  const t = useTranslations('removal');
  return (
    <Button
      size={isSmall ? 'compact-xs' : 'sm'}
      variant="subtle"
      color="gray"
      leftSection={<IconTrash size={14} aria-hidden />}
      onClick={onClick}
    >
      {t('remove')}
    </Button>
  );
}
