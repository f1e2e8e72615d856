'use client';
import { Text, UnstyledButton } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Pyramid } from '../viewer/tile-url.ts';
import { attentionColour } from './attention-colours.ts';
import { cssColour } from './colour-scale.ts';
import { PatchCrop } from './patch-crop.tsx';
import { regionOf, topPlaces } from './sensitivity-map.ts';
import styles from './sensitivity.module.css';
import { type Heatmap } from './heatmap.ts';
import { useHeatmapText } from './use-heatmap-text.ts';

const shownPlaces = 8;
const sidePx = 112;

interface PatchGalleryProps {
  readonly slideId: string;
  readonly file: Pyramid;
  readonly heatmap: Heatmap;
  readonly direction: 1 | -1;
}

/** The patches that push the score most in one direction, or that the head looks at most, each one click from its place on the slide. */
export function PatchGallery({ slideId, file, heatmap, direction }: PatchGalleryProps) {
  const t = useTranslations('sensitivity');
  const { valueText, placeText } = useHeatmapText(heatmap);
  const ta = useTranslations('attention');
  const { map, kind } = heatmap;
  const isAttention = kind === 'attention';
  const name = direction === 1 ? heatmap.positiveClass : heatmap.negativeClass;
  const title = isAttention ? ta('gallery.title') : t('gallery.title', { name });
  const places = topPlaces(map, direction, shownPlaces);
  return (
    <section aria-label={title}>
      <Text size="sm" fw={600} className={styles['heading'] ?? ''}>
        <span
          className={styles['swatch']}
          style={{ background: isAttention ? attentionColour(100) : cssColour(direction) }}
          aria-hidden
        />
        {title}
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
              aria-label={
                isAttention
                  ? ta('gallery.go', { rank: i + 1, value: valueText(value), place: placeText(patch) })
                  : t('gallery.go', { rank: i + 1, value: valueText(value), place: placeText(patch), patches })
              }
              onClick={() => heatmap.goTo(patch.index, region)}
            >
              <PatchCrop slideId={slideId} file={file} region={regionOf(patch, map)} sidePx={sidePx} />
              <span className={styles['value']} style={{ borderColor: heatmap.colourAt(patch.index) }}>
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
