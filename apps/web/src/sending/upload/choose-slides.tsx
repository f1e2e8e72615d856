'use client';
import '@mantine/dropzone/styles.css';
import { Button, Group, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFolder, IconUpload } from '@tabler/icons-react';
import { largestUploadBytes } from '@haim/schema';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { bundleFolders } from './bundle-folders.ts';
import styles from './upload.module.css';

interface ChooseSlidesProps {
  readonly isMultiple: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/**
 * Where image files are dropped or chosen, and what they must not contain. A folder of DICOM instances, or a MIRAX slide with
 * its folder, is packed into one file first.
 */
export function ChooseSlides({ isMultiple, onFiles }: ChooseSlidesProps) {
  const t = useTranslations('uploads');
  const [refusal, setRefusal] = useState<'tooLarge' | 'oneFile' | null>(null);
  const [isPacking, setPacking] = useState(false);
  const folderInput = useRef<HTMLInputElement>(null);
  const label = t(isMultiple ? 'choose.dropMany' : 'choose.dropOne');

  const take = async (files: readonly File[]): Promise<void> => {
    setRefusal(null);
    setPacking(true);
    // A file that went away while it was read is like none.
    const bundled = await bundleFolders(files).catch(() => []);
    setPacking(false);
    if (bundled.some(({ size }) => size > largestUploadBytes)) setRefusal('tooLarge');
    else if (!isMultiple && bundled.length !== 1) setRefusal('oneFile');
    else onFiles(bundled);
  };

  return (
    <>
      <Dropzone
        onDrop={(files) => void take(files)}
        loading={isPacking}
        onReject={([rejected]) => setRefusal(rejected?.errors[0]?.code === 'file-too-large' ? 'tooLarge' : 'oneFile')}
        // Not by MIME type: scanners have their own, and the API inspects the content.
        maxSize={largestUploadBytes}
        // A folder is many files, and may be one slide.
        multiple
        // Usable by keyboard too, and named: the library sets no role.
        role="button"
        aria-label={label}
        useFsAccessApi={false}
      >
        <Group justify="center" gap="md" mih={64} style={{ pointerEvents: 'none' }}>
          <IconUpload size={34} aria-hidden />
          <div>
            <Text fw={600}>{label}</Text>
            <Text size="xs" c="var(--text-quiet)">
              {t('choose.formats', { gigabytes: largestUploadBytes / 1e9 })}
            </Text>
          </div>
        </Group>
      </Dropzone>
      <Button
        size="compact-xs"
        variant="subtle"
        mt="xs"
        leftSection={<IconFolder size={14} aria-hidden />}
        disabled={isPacking}
        onClick={() => folderInput.current?.click()}
      >
        {isPacking ? t('choose.packing') : t('choose.folder')}
      </Button>
      <input
        ref={(input) => {
          folderInput.current = input;
          // The attribute of every browser, which React's types do not know.
          input?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        multiple
        hidden
        aria-label={t('choose.folder')}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          if (files.length > 0) void take(files);
        }}
      />
      {refusal ? (
        <Text size="sm" className={styles['error'] ?? ''} role="alert" mt="xs">
          {t(`choose.${refusal}`, { gigabytes: largestUploadBytes / 1e9 })}
        </Text>
      ) : null}
      <Text size="xs" c="var(--text-quiet)" mt="xs">
        {t('choose.privacy')}
      </Text>
    </>
  );
}
