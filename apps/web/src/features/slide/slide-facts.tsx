'use client';
import { evaluationSet } from '@haim/schema';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import { useFileSize } from '@/numbers/use-file-size.ts';
import { studyPath } from '@/session/study-path.ts';
import { KeyValue } from '@/ui/key-value.tsx';
import { type SlideDetail, type SlideImage } from './slide.ts';
import { objectiveOf } from '@/slide-image/viewer/scale-bar.ts';

export function SlideFacts({ slide }: { slide: SlideDetail }) {
  const t = useTranslations('slides');
  const label = useLabel();
  const set = evaluationSet.codes.find(({ code }) => code === slide.evaluationSet);
  const imageItems = useImageItems(slide.file);
  return (
    <KeyValue
      items={[
        {
          key: 'patient',
          label: t('slide.patient'),
          value: (
            <Anchor component={Link} fz="inherit" href={studyPath(slide.study, 'patients', slide.patientId)}>
              {slide.patientCode}
            </Anchor>
          ),
        },
        { key: 'centre', label: t('slide.centre'), value: slide.centre },
        {
          key: 'set',
          label: t('slide.set'),
          value: set === undefined ? (slide.evaluationSet ?? missing) : label(set.label),
        },
        { key: 'stain', label: t('slide.stain'), value: slide.stain ?? missing },
        ...imageItems,
      ]}
    />
  );
}

function useImageItems(file: SlideImage | null) {
  const t = useTranslations('slides');
  const scale = useTranslations('slideScale');
  const format = useFormatter();
  const sizeOf = useFileSize();
  if (file === null) return [{ key: 'file', label: t('slide.file'), value: t('slide.noFile') }];
  const { widthPx, heightPx, micronsPerPixel: mpp, unequalMicronsX, unequalMicronsY } = file;
  const objective = objectiveOf(file.objectivePower, mpp);
  const isWrapped = file.vendor === 'dicom' && file.sentSha256 !== null;
  const microns = (value: number): string => format.number(value, { maximumFractionDigits: 4 });
  const mm = (px: number): string => format.number((px * (mpp ?? 0)) / 1000, { maximumFractionDigits: 1 });
  return [
    {
      key: 'size',
      label: t('slide.size'),
      value: `${format.number(widthPx)} × ${format.number(heightPx)} px${mpp === null ? '' : ` (${mm(widthPx)} × ${mm(heightPx)} mm)`}`,
    },
    {
      key: 'resolution',
      label: t('slide.resolution'),
      value:
        mpp !== null
          ? `${microns(mpp)} µm/px`
          : unequalMicronsX !== null && unequalMicronsY !== null
            ? `${microns(unequalMicronsX)} × ${microns(unequalMicronsY)} µm/px`
            : t('slide.unknown'),
    },
    {
      key: 'objective',
      label: t('slide.objective'),
      value:
        objective === null
          ? t('slide.unknown')
          : objective.isStated
            ? `${objective.power}×`
            : t('slide.objectiveFromScale', { power: format.number(objective.power, { maximumSignificantDigits: 2 }) }),
    },
    {
      key: 'file',
      label: t('slide.file'),
      value: `${file.vendor}, ${sizeOf(file.bytes)}`,
    },
    ...(file.associatedImages.length === 0
      ? []
      : [
          {
            key: 'beside',
            label: scale('beside'),
            // What came beside a DICOM slide is left out of the file that is made of it.
            value: scale(isWrapped ? 'notKept' : 'never', { names: file.associatedImages.join(', ') }),
          },
        ]),
    ...(file.colourProfile === null
      ? []
      : [
          {
            key: 'colour',
            label: scale('colour'),
            value:
              file.colourProfile === '' ? scale('colourUnnamed') : scale('colourNamed', { name: file.colourProfile }),
          },
        ]),
    ...(isWrapped ? [{ key: 'sent', label: scale('sentAs'), value: scale('sentAsDicom') }] : []),
    { key: 'sha', label: 'SHA-256', value: <code>{file.sha256}</code> },
  ];
}
