'use client';
import { ActionIcon, Kbd, Popover, Text } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import styles from './viewer.module.css';

export interface KeysHelpProps {
  readonly shown: boolean;
  readonly show: (shown: boolean) => void;
  /** Whether outlines may be drawn here. */
  readonly canWrite: boolean;
  /** Whether a score on the slide is explained. */
  readonly hasSensitivity: boolean;
}

const keys = [
  { key: 'zoom', caps: ['+', '−'] },
  { key: 'fit', caps: ['0'] },
  { key: 'move', caps: ['←', '→', '↑', '↓'] },
  { key: 'magnify', caps: ['1', '…', '6'] },
  { key: 'full', caps: ['f'] },
  { key: 'patches', caps: ['p'] },
  { key: 'neighbour', caps: ['[', ']'] },
  { key: 'panels', caps: ['\\'] },
  { key: 'film', caps: ['m'] },
  { key: 'escape', caps: ['Esc'] },
  { key: 'help', caps: ['?'] },
] as const;

const drawingKeys = [
  { key: 'polygon', caps: ['o'] },
  { key: 'rectangle', caps: ['r'] },
  { key: 'freehand', caps: ['l'] },
  { key: 'brush', caps: ['d'] },
  { key: 'undo', caps: ['Ctrl Z', 'Ctrl Y'] },
] as const;

const sensitivityKeys = [
  { key: 'sensitivity', caps: ['h'] },
  { key: 'beside', caps: ['b'] },
  { key: 'patchStep', caps: ['n', 'N'] },
] as const;

/** The keys that work while the slide has the focus. */
export function KeysHelp({ shown, show, canWrite, hasSensitivity }: KeysHelpProps) {
  const t = useTranslations('rois');
  return (
    <Popover opened={shown} onChange={show} position="bottom-end" withinPortal={false} shadow="md">
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={28}
          aria-label={t('keys.button')}
          aria-expanded={shown}
          onClick={() => show(!shown)}
        >
          <IconKeyboard size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" fw={600} mb={4}>
          {t('keys.title')}
        </Text>
        <dl className={styles['keys']}>
          {[...keys, ...(canWrite ? drawingKeys : []), ...(hasSensitivity ? sensitivityKeys : [])].map(
            ({ key, caps }) => (
              <div key={key}>
                <dt>
                  {caps.map((cap) => (
                    <Kbd key={cap} size="xs">
                      {cap}
                    </Kbd>
                  ))}
                </dt>
                <dd>{t(`keys.${key}`)}</dd>
              </div>
            ),
          )}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
