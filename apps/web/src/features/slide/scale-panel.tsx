'use client';
import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type SlideDetail } from './slide.ts';
import { ScaleForm } from './scale-form.tsx';
import { useInstant } from '@/i18n/use-instant.ts';

/** Only if the file states no scale, or two: who stated it, or the question, or why there is none. */
export function ScalePanel({ slide }: { slide: SlideDetail }) {
  const t = useTranslations('slideScale');
  const instant = useInstant();
  const { writableCentres } = useStudy();
  const [isChanging, setChanging] = useState(false);
  const { file } = slide;
  if (file === null || (file.micronsPerPixel !== null && file.statedMicronsPerPixel === null)) return null;
  if (file.unequalMicronsX !== null && file.unequalMicronsY !== null) {
    const { unequalMicronsX: x, unequalMicronsY: y } = file;
    return (
      <Panel title={t('title')}>
        <Text size="sm">{t('unequal', { x: String(x), y: String(y) })}</Text>
      </Panel>
    );
  }
  const isStated = file.statedMicronsPerPixel !== null;
  return (
    <Panel title={t('title')}>
      {isStated && !isChanging ? (
        <Stack gap="xs" align="flex-start">
          <Text size="sm">
            {t('stated', {
              value: String(file.statedMicronsPerPixel),
              name: file.statedBy ?? '',
              date: file.statedAt === null ? '' : instant(file.statedAt),
            })}
          </Text>
          {writableCentres.includes(slide.centre) && (
            <Button size="xs" variant="default" onClick={() => setChanging(true)}>
              {t('change')}
            </Button>
          )}
        </Stack>
      ) : isStated ? (
        <ScaleForm slide={slide} onDone={() => setChanging(false)} />
      ) : (
        <ScaleForm slide={slide} />
      )}
    </Panel>
  );
}
