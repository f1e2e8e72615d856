'use client';
import { type ExportedFile } from '@haim/schema';
import { useSaveFile } from '@/ui/save-file.tsx';
import { type InR } from './in-r.ts';
import { withHead } from './provenance.ts';

interface ReproducedOf {
  /** Name of the script, without extension. */
  readonly fileName: string;
  /** What the head of the script says: title, caption, origin. */
  readonly head: readonly string[];
  /** Rows of what the script makes again. */
  readonly rows: number;
}

/** Saves what makes numbers again in R: the script, the data that it reads, or both in one archive. */
export function useReproduced({ fileName, head, rows }: ReproducedOf) {
  const save = useSaveFile();
  return {
    async saveScript(load: InR['files']) {
      const { script } = await load();
      const content = withHead(script, head);
      await save({ name: `${fileName}.R`, content, type: 'text/plain', holds: 'table' satisfies ExportedFile, rows });
    },
    async saveData(load: InR['files']) {
      const { name, data, rows: patients } = await load();
      const holds = 'tableData' satisfies ExportedFile;
      await save({ name: `${name}.csv`, content: data, type: 'text/csv', holds, rows: patients });
    },
    async saveBoth(load: InR['files']) {
      const [{ script, name, data, rows: patients }, { strToU8, zipSync }] = await Promise.all([
        load(),
        import('fflate'),
      ]);
      const files = { [`${fileName}.R`]: strToU8(withHead(script, head)), [`${name}.csv`]: strToU8(data) };
      const content = new Blob([zipSync(files) as Uint8Array<ArrayBuffer>], { type: 'application/zip' });
      const holds = 'tableData' satisfies ExportedFile;
      await save({ name: `${fileName}-R.zip`, content, holds, rows: patients });
    },
  };
}
