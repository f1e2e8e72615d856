'use client';
import '@mantine/dropzone/styles.css';
import { Button, Checkbox, CloseButton, FileButton, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFile, IconFileTypeCsv, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFileSize } from '@/numbers/use-file-size.ts';
import { encodingNames, tableEncodings } from '@haim/schema';
import { type Chosen } from './use-import.ts';

/** The largest file the API takes, in bytes. */
const largestFile = 200 * 1024 * 1024;

interface ChooseFilesProps {
  /** Held by the page, because an answer may ask for it. */
  readonly encoding: Chosen['encoding'];
  readonly onEncoding: (encoding: Chosen['encoding']) => void;
  readonly isBusy: boolean;
  /** Called at any other choice, which makes the answer on the screen obsolete. */
  readonly onChange: () => void;
  readonly onCheck: (chosen: Chosen) => void;
}

/** Files that belong together, as REDCap's data and dictionary do, are sent as one archive. */
async function together(files: readonly File[]): Promise<File> {
  const { zipOfFiles } = await import('@/sending/upload/zip-of-files.ts');
  const zip = await zipOfFiles(files.map((file) => ({ path: file.name, file })));
  return new File(
    [zip],
    `${files
      .map(({ name }) => name.replace(/\.\w+$/, ''))
      .join('+')
      .slice(0, 80)}.zip`,
  );
}

/** A table, a mapping if its headings are not the portal's own, and the check that writes nothing. */
export function ChooseFiles({ encoding, onEncoding, isBusy, onChange, onCheck }: ChooseFilesProps) {
  const t = useTranslations('imports.choose');
  const [file, setFile] = useState<File | null>(null);
  const [map, setMap] = useState<File | null>(null);
  const [blankEmpty, setBlankEmpty] = useState(false);
  const [refusal, setRefusal] = useState<'tooLarge' | 'unreadable' | null>(null);

  function choose(next: { file?: File | null; map?: File | null }) {
    if (next.file !== undefined) {
      setFile(next.file);
      // The answer to one file does not apply to the next.
      onEncoding(null);
    }
    if (next.map !== undefined) setMap(next.map);
    setRefusal(null);
    onChange();
  }

  async function take(dropped: readonly File[]) {
    const [first, ...others] = dropped;
    if (!first) return;
    try {
      const whole = others.length > 0 ? await together(dropped) : first;
      if (whole.size <= largestFile) choose({ file: whole });
      else setRefusal('tooLarge');
    } catch {
      // A file that was moved or changed since it was chosen.
      setRefusal('unreadable');
    }
  }

  return (
    <Stack gap="sm">
      <Dropzone
        onDrop={(dropped) => void take(dropped)}
        onReject={() => setRefusal('tooLarge')}
        // Not by MIME type: Windows names CSV after the installed spreadsheet program. The API inspects the content.
        maxSize={largestFile}
        disabled={isBusy}
        inputProps={{ 'aria-label': t('drop') }}
      >
        <Group justify="center" gap="md" mih={file ? 40 : 80} style={{ pointerEvents: 'none' }}>
          {file ? <FileIcon name={file.name} /> : <IconUpload size={34} aria-hidden />}
          <div>
            {file ? <FileLine file={file} /> : <Text fw={600}>{t('drop')}</Text>}
            <Text size="xs" c="var(--text-quiet)">
              {file ? t('dropAnother') : t('formats')}
            </Text>
          </div>
        </Group>
      </Dropzone>
      {refusal ? (
        <Text size="sm" c="red" role="alert">
          {t(refusal)}
        </Text>
      ) : null}
      <Group gap="xs">
        <FileButton onChange={(next) => choose({ map: next })} accept=".json,application/json" disabled={isBusy}>
          {(props) => (
            <Button {...props} variant="default" size="xs">
              {t('map')}
            </Button>
          )}
        </FileButton>
        {map ? (
          <>
            <FileLine file={map} />
            <CloseButton
              size="sm"
              aria-label={t('removeMap')}
              onClick={() => choose({ map: null })}
              disabled={isBusy}
            />
          </>
        ) : (
          <Text size="xs" c="var(--text-quiet)">
            {t('mapHelp')}
          </Text>
        )}
      </Group>
      <NativeSelect
        label={t('encoding')}
        description={t('encodingHelp')}
        value={encoding ?? ''}
        disabled={isBusy}
        onChange={({ currentTarget: { value } }) => {
          onEncoding(tableEncodings.find((known) => known === value) ?? null);
          onChange();
        }}
        data={[
          { value: '', label: t('encodingOfFile') },
          ...tableEncodings.map((value) => ({ value, label: encodingNames[value] })),
        ]}
      />
      <Checkbox
        label={t('blankEmpty')}
        description={t('blankEmptyHelp')}
        checked={blankEmpty}
        disabled={isBusy}
        onChange={({ currentTarget: { checked } }) => {
          setBlankEmpty(checked);
          onChange();
        }}
      />
      <Group>
        <Button
          disabled={!file || isBusy}
          loading={isBusy}
          onClick={() => file && onCheck({ file, map, encoding, blankEmpty })}
        >
          {t('check')}
        </Button>
        <Text size="xs" c="var(--text-quiet)">
          {t('checkHelp')}
        </Text>
      </Group>
    </Stack>
  );
}

/** The name tells what kind of file is meant; the API inspects the content. */
function FileIcon({ name }: { name: string }) {
  return /\.(csv|txt)$/i.test(name) ? <IconFileTypeCsv size={34} aria-hidden /> : <IconFile size={34} aria-hidden />;
}

function FileLine({ file }: { file: File }) {
  const sizeOf = useFileSize();
  return (
    <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
      {file.name}{' '}
      <Text span size="xs" c="var(--text-quiet)">
        {sizeOf(file.size)}
      </Text>
    </Text>
  );
}
