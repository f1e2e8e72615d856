'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useViewer } from '@/session/session.tsx';
import { ChooseSlides } from './choose-slides.tsx';
import { isSameTarget } from './target.ts';
import { UploadLine } from './upload-line.tsx';
import { useRefetchAttached } from './use-refetch-attached.ts';
import { uploadQueue, useUploads } from './use-uploads.ts';
import styles from './upload.module.css';

interface AddSlideImageProps {
  readonly slide: {
    readonly study: string;
    readonly centre: string;
    readonly patientCode: string;
    readonly barcode: string;
  };
}

/** Adds the image of one slide that has none. */
export function AddSlideImage({ slide: { study, centre, patientCode, barcode } }: AddSlideImageProps) {
  const t = useTranslations('uploads');
  const { id: owner } = useViewer();
  const target = { study, centre, patient: patientCode, barcode, set: '' };
  const items = useUploads().filter((item) => isSameTarget(item.target, target));
  useRefetchAttached(items);
  const isFree = items.every(({ phase }) => phase === 'refused');
  return (
    <>
      {isFree ? (
        <>
          <Text size="sm" fw={600} mb="xs">
            {t('one.title')}
          </Text>
          <ChooseSlides isMultiple={false} onFiles={([file]) => file && uploadQueue.add(owner, [{ file, target }])} />
        </>
      ) : null}
      {items.length > 0 ? (
        <ul className={styles['lines']} aria-label={t('list')}>
          {items.map((item) => (
            <UploadLine key={item.key} item={item} />
          ))}
        </ul>
      ) : null}
    </>
  );
}
