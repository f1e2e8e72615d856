'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { stateScaleMutation } from './query.ts';
import { type SlideDetail } from './slide.ts';

const range = { min: 0.05, max: 20 } as const;

/** For an image whose file does not state its scale: somebody of the centre states it. */
export function ScaleForm({ slide, onDone }: { slide: SlideDetail; onDone?: () => void }) {
  const t = useTranslations('slideScale');
  const { writableCentres } = useStudy();
  const [text, setText] = useState<string | number>(slide.file?.statedMicronsPerPixel ?? '');
  const [state, { loading, error }] = useMutation(stateScaleMutation);
  if (!writableCentres.includes(slide.centre)) {
    return (
      <Text size="sm" c="var(--text-quiet)">
        {t('readOnly', { centre: slide.centre })}
      </Text>
    );
  }
  const value = typeof text === 'number' ? text : Number.NaN;
  const isRight = value >= range.min && value <= range.max;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRight) return;
        void state({ variables: { slideId: slide.id, value } }).then(onDone, () => undefined);
      }}
    >
      <Stack gap="xs">
        <Text size="sm">{t('why')}</Text>
        <NumberInput
          label={t('value')}
          description={t('range')}
          value={text}
          onChange={setText}
          error={text !== '' && !isRight ? t('range') : null}
          allowNegative={false}
          decimalScale={6}
          step={0.01}
          size="xs"
          required
        />
        <Group gap="xs">
          <Button type="submit" size="xs" loading={loading} disabled={!isRight}>
            {t('save')}
          </Button>
          {onDone && (
            <Button size="xs" variant="default" onClick={onDone}>
              {t('cancel')}
            </Button>
          )}
        </Group>
        {error && <ErrorState code={errorCode(error)} />}
      </Stack>
    </form>
  );
}
