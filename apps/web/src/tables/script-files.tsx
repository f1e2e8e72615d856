'use client';
import { ActionIcon, Loader, Menu } from '@mantine/core';
import { IconCode } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type InR } from './in-r.ts';
import { useScriptItems } from './use-script-items.tsx';

interface ScriptFilesProps {
  /** The figure, as its title says. */
  readonly of: string;
  readonly fileName: string;
  readonly head: readonly string[];
  readonly rows: number;
  readonly inR: InR;
}

/** Beside a figure, whose own menu has its pictures: what makes its numbers again in R. */
export function ScriptFiles(props: ScriptFilesProps) {
  const t = useTranslations('tables.frame');
  const { items, dialog, isBusy, target } = useScriptItems(props);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={30}
            ref={target}
            aria-busy={isBusy}
            aria-label={t('inR')}
            title={t('inR')}
            data-print="no"
          >
            {isBusy ? <Loader size={14} /> : <IconCode size={16} aria-hidden />}
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>{items}</Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  );
}
