'use client';
import { notifications } from '@mantine/notifications';
import { createContext, use } from 'react';
import { useTranslations } from 'use-intl';

/** A file that a page makes, and what is reported of it before it is saved. */
export interface FileToSave {
  readonly name: string;
  readonly content: Blob | string;
  /** Of a text. */
  readonly type?: 'text/csv' | 'text/plain';
  /** What it holds of the study, as the trail names it; null where it holds nothing of any patient. */
  readonly holds: string | null;
  /** How many rows of the study are in it. */
  readonly rows: number;
}

/** Reports a file to whoever keeps account of what leaves the portal; rejects where that is impossible. */
type Report = (file: Pick<FileToSave, 'name' | 'rows'> & { readonly holds: string }) => Promise<void>;

const ReportContext = createContext<Report | null>(null);

/** Around pages: every file that one of them saves is reported first. */
export const ReportsFiles = ReportContext.Provider;

/**
 * The one way in which a page saves a file. It resolves to false, and tells the reader, where the file could not be
 * reported: what leaves the portal unrecorded would leave it unseen.
 */
export function useSaveFile(): (file: FileToSave) => Promise<boolean> {
  const t = useTranslations('ui');
  const report = use(ReportContext);
  return async ({ name, content, type, holds, rows }) => {
    try {
      if (holds !== null) await report?.({ name, rows, holds });
    } catch {
      notifications.show({ color: 'red', autoClose: false, message: t('notSaved') });
      return false;
    }
    save(
      typeof content === 'string' ? new Blob([content], { type: `${type ?? 'text/plain'};charset=utf-8` }) : content,
      name,
    );
    return true;
  };
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  // oxlint-disable-next-line house/forbidden-syntax -- the one place that does
  link.download = name;
  link.click();
  // Some browsers start the download only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
