'use client';
import '@mantine/dropzone/styles.css';
import { Group, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconUpload } from '@tabler/icons-react';
import { largestUploadBytes } from '@haim/schema';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import styles from './upload.module.css';

interface ChooseSlidesProps {
  readonly isMultiple: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Where image files are dropped or chosen, and what they must not contain. */
export function ChooseSlides({ isMultiple, onFiles }: ChooseSlidesProps) {
  const t = useTranslations('uploads');
  const [refusal, setRefusal] = useState<'tooLarge' | 'oneFile' | null>(null);
  const label = t(isMultiple ? 'choose.dropMany' : 'choose.dropOne');
  return (
    <>
      <Dropzone
        onDrop={(files) => {
          setRefusal(null);
          onFiles(files);
        }}
        onReject={([rejected]) => setRefusal(rejected?.errors[0]?.code === 'file-too-large' ? 'tooLarge' : 'oneFile')}
        // Not by MIME type: scanners have their own, and the API inspects the content.
        maxSize={largestUploadBytes}
        multiple={isMultiple}
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
