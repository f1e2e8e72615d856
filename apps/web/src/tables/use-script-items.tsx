'use client';
import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { onOpening } from '@/ui/on-opening.tsx';
import { type InR } from './in-r.ts';
import { useReproduced } from './use-reproduced.ts';

/** Whoever checks nothing needs no dialog. */
const CheckDialog = onOpening(async () => (await import('./check-dialog.tsx')).CheckDialog);

interface ScriptItemsOf {
  /** The table or figure, as its title says. */
  readonly of: string;
  readonly fileName: string;
  readonly head: readonly string[];
  readonly rows: number;
  /** Null where there is no script. */
  readonly inR: InR | null;
}

interface ScriptItems {
  /** Of a menu: script, data, check. */
  readonly items: ReactNode;
  /** Beside the menu. */
  readonly dialog: ReactNode;
  readonly isBusy: boolean;
  /** Of the button that opens the menu: the keyboard is back there when the dialog closes. */
  readonly target: RefObject<HTMLButtonElement | null>;
}

/** What a menu of files has where the numbers can be made again in R. */
export function useScriptItems({ of, inR, ...files }: ScriptItemsOf): ScriptItems {
  const t = useTranslations('tables.frame');
  const [isBusy, setIsBusy] = useState(false);
  const [isChecking, setIsChecking] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  const { saveScript, saveData, saveBoth } = useReproduced(files);
  if (!inR) return { items: null, dialog: null, isBusy, target };

  function attempt(make: (load: InR['files']) => Promise<void>, load: InR['files']) {
    setIsBusy(true);
    make(load)
      .catch(() => notifications.show({ color: 'red', autoClose: false, message: t('failed') }))
      .finally(() => setIsBusy(false));
  }
  const save = () => attempt(saveScript, inR.files);
  return {
    isBusy,
    target,
    items: (
      <>
        <Menu.Item onClick={() => attempt(saveBoth, inR.files)}>{t('both')}</Menu.Item>
        <Menu.Item onClick={save}>{t('script')}</Menu.Item>
        <Menu.Item onClick={() => attempt(saveData, inR.files)}>{t('data')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => setIsChecking(true)}>{t('check')}</Menu.Item>
      </>
    ),
    dialog: isChecking ? (
      <CheckDialog
        of={of}
        check={inR.check}
        onSaveScript={save}
        onClose={() => {
          setIsChecking(false);
          target.current?.focus();
        }}
      />
    ) : null,
  };
}
