'use client';
import { type Right } from '@haim/schema';
import { Button, Popover } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { WithoutRight } from './needs-right.tsx';

interface MissingActionProps {
  /** The name of what others may do here, as on their button. */
  readonly action: string;
  readonly right: Right;
  readonly centre?: string;
}

/** In the place of a button that is not there: its name, and on a press who may do it. */
export function MissingAction({ action, right, centre }: MissingActionProps) {
  const t = useTranslations('rights');
  return (
    <Popover width={340} position="bottom-end" withArrow shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconLock size={14} aria-hidden />}
          aria-label={t('whoMay', { action })}
        >
          {action}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('whoMay', { action })}>
        <WithoutRight right={right} {...(centre === undefined ? {} : { centre })} />
      </Popover.Dropdown>
    </Popover>
  );
}
