'use client';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import { type SampleCell } from '@/sending/imports/import-report.ts';

/** Some cells of a file with their line numbers, as they read in its encoding. */
export function SampleText({ cells }: { cells: readonly SampleCell[] }) {
  const t = useTranslations('imports.encoding');
  return (
    <span style={{ overflowWrap: 'anywhere' }}>
      {cells.map(({ line, text }, i) => (
        <Fragment key={`${line} ${text}`}>
          {i > 0 ? ' · ' : null}
          {t('cell', { line, text })}
        </Fragment>
      ))}
    </span>
  );
}
