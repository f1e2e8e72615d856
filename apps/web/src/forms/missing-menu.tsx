'use client';
import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconCircleOff } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { missingReason, type MissingReason } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';

/** Why a field has no value. */
export interface MissingValue {
  readonly reason: MissingReason | null;
  readonly onReason: (reason: MissingReason | null) => void;
}

interface MissingMenuProps extends MissingValue {
  /** The label of the field. */
  readonly of: string;
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
}

/**
 * The reasons for which a field may lack its value. Alt+M opens it from the field; the Tab key passes it by, since it would
 * double the way through a form.
 */
export function MissingMenu({ of, reason, onReason, opened, onChange }: MissingMenuProps) {
  const t = useTranslations('forms.missing');
  const label = useLabel();
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon
          size={24}
          variant={reason ? 'light' : 'subtle'}
          color={reason ? 'teal' : 'gray'}
          aria-label={t('open', { field: of })}
          title={t('open', { field: of })}
          aria-keyshortcuts="Alt+M"
          tabIndex={-1}
        >
          <IconCircleOff size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {missingReason.codes.map((one) => (
          <Menu.Item
            key={one.code}
            rightSection={one.code === reason ? <IconCheck size={14} aria-hidden /> : null}
            onClick={() => onReason(one.code === reason ? null : one.code)}
          >
            {label(one.label)}
          </Menu.Item>
        ))}
        {reason ? <Menu.Item onClick={() => onReason(null)}>{t('none')}</Menu.Item> : null}
      </Menu.Dropdown>
    </Menu>
  );
}
