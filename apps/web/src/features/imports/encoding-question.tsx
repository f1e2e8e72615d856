'use client';
import { Alert, Button, Radio, Stack, Text } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { encodingNames, tableEncodings } from '@haim/schema';
import { type Reading } from '@/sending/imports/import-report.ts';
import { SampleText } from './sample-text.tsx';
import { type Chosen } from './use-import.ts';

interface EncodingQuestionProps {
  readonly readings: readonly Reading[];
  readonly onAnswer: (encoding: NonNullable<Chosen['encoding']>) => void;
}

/** The same cells in every encoding that the file may be in: anyone who knows the file sees at once which is right. */
export function EncodingQuestion({ readings, onAnswer }: EncodingQuestionProps) {
  const t = useTranslations('imports.encoding');
  const [answer, setAnswer] = useState<string | null>(null);
  const chosen = tableEncodings.find((known) => known === answer);
  return (
    <Alert role="alert" variant="default" icon={<IconHelpCircle aria-hidden />} title={t('title')}>
      <Stack gap="sm">
        <Text size="sm">{t('text')}</Text>
        <Radio.Group value={answer} onChange={setAnswer} aria-label={t('title')}>
          <Stack gap="xs">
            {readings.map(({ encoding, cells }) => (
              <Radio
                key={encoding}
                value={encoding}
                label={encodingNames[encoding]}
                description={<SampleText cells={cells} />}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Text size="sm">{t('none')}</Text>
        <div>
          <Button disabled={chosen === undefined} onClick={() => chosen && onAnswer(chosen)}>
            {t('check')}
          </Button>
        </div>
      </Stack>
    </Alert>
  );
}
