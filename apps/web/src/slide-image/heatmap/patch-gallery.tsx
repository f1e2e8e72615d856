'use client';
import { Text, UnstyledButton } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Pyramid } from '../viewer/tile-url.ts';
import { cssColour } from './colour-scale.ts';
import { PatchCrop } from './patch-crop.tsx';
import { regionOf, topPlaces } from './sensitivity-map.ts';
import styles from './sensitivity.module.css';
import { type Heatmap } from './use-heatmap.ts';
import { useSensitivityText } from './use-sensitivity-text.ts';

const shownPlaces = 8;
const sidePx = 112;

interface PatchGalleryProps {
  readonly slideId: string;
  readonly file: Pyramid;
  readonly heatmap: Heatmap;
  readonly direction: 1 | -1;
}

/** The patches that push the score most in one direction, each one click from its place on the slide. */
export function PatchGallery({ slideId, file, heatmap, direction }: PatchGalleryProps) {
  const t = useTranslations('sensitivity');
  const { valueText, placeText } = useSensitivityText(heatmap);
  const { map, scale } = heatmap;
  const name = direction === 1 ? heatmap.positiveClass : heatmap.negativeClass;
  const places = topPlaces(map, direction, shownPlaces);
  return (
    <section aria-label={t('gallery.title', { name })}>
      <Text size="sm" fw={600} className={styles['heading'] ?? ''}>
        <span className={styles['swatch']} style={{ background: cssColour(direction) }} aria-hidden />
        {t('gallery.title', { name })}
      </Text>
      {places.length === 0 && (
        <Text size="xs" c="var(--text-quiet)">
          {t('gallery.none')}
        </Text>
      )}
      <ol className={styles['gallery']}>
        {places.map(({ value, patch, patches, region }, i) => (
          <li key={patch.index}>
            <UnstyledButton
              className={styles['place']}
              aria-current={heatmap.chosen === patch.index}
              aria-label={t('gallery.go', {
                rank: i + 1,
                value: valueText(value),
                place: placeText(patch),
                patches,
              })}
              onClick={() => heatmap.goTo(patch.index, region)}
            >
              <PatchCrop slideId={slideId} file={file} region={regionOf(patch, map)} sidePx={sidePx} />
              <span className={styles['value']} style={{ borderColor: cssColour(scale > 0 ? value / scale : 0) }}>
                {valueText(value)}
              </span>
              {patches > 1 && <span className={styles['block']}>{t('gallery.block', { patches })}</span>}
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </section>
  );
}
