'use client';
import { useMutation } from '@apollo/client/react';
import { type ReactNode } from 'react';
import { ReportsFiles } from '@/ui/save-file.tsx';
import { recordExportMutation } from './query.ts';
import { useStudyOfPath } from './session.tsx';

/** Around the pages: a file with rows of the study is in its trail before the browser saves it. */
export function ReportsExports({ children }: { children: ReactNode }) {
  const study = useStudyOfPath()?.code;
  const [record] = useMutation(recordExportMutation);
  return (
    <ReportsFiles
      value={async ({ name, holds, rows }) => {
        if (study === undefined) throw new Error('A file with rows of a study is saved on a page of the study.');
        await record({ variables: { study, what: holds, rows, fileName: name } });
      }}
    >
      {children}
    </ReportsFiles>
  );
}
