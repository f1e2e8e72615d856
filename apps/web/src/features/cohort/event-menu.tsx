'use client';
import { Button, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { onOpening } from '@/ui/on-opening.tsx';

const EventForm = onOpening(async () => (await import('./event-form.tsx')).EventForm);

/** Adds a condition on what happened to patients: an adverse event, a progression or death, cycles given. */
export function EventMenu() {
  const t = useTranslations('cohort.events');
  const [isOpen, { toggle, close }] = useDisclosure(false);
  return (
    <Popover
      opened={isOpen}
      onChange={(next) => (next ? undefined : close())}
      width={320}
      position="bottom-start"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          aria-expanded={isOpen}
          onClick={toggle}
        >
          {t('add')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('add')}>
        <EventForm onClose={close} />
      </Popover.Dropdown>
    </Popover>
  );
}
