'use client';
import { ActionIcon, Loader, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCode } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Reproduced } from './table-frame-props.ts';
import { useReproduced } from './use-reproduced.ts';

interface ScriptFilesProps {
  readonly fileName: string;
  readonly head: readonly string[];
  readonly rows: number;
  readonly reproduce: () => Promise<Reproduced>;
}

/** Beside a figure, whose own menu has its pictures: what makes its numbers again in R. */
export function ScriptFiles({ reproduce, ...of }: ScriptFilesProps) {
  const t = useTranslations('tables.frame');
  const [isBusy, setIsBusy] = useState(false);
  const { saveScript, saveData } = useReproduced(of);
  function attempt(make: (load: () => Promise<Reproduced>) => Promise<void>) {
    setIsBusy(true);
    make(reproduce)
      .catch(() => notifications.show({ color: 'red', autoClose: false, message: t('failed') }))
      .finally(() => setIsBusy(false));
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={30}
          aria-busy={isBusy}
          aria-label={t('inR')}
          title={t('inR')}
          data-print="no"
        >
          {isBusy ? <Loader size={14} /> : <IconCode size={16} aria-hidden />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => attempt(saveScript)}>{t('script')}</Menu.Item>
        <Menu.Item onClick={() => attempt(saveData)}>{t('data')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
