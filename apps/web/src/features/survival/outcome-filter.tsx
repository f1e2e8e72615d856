'use client';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconHourglassOff } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { dropVariable } from '@/selection/cohort-filter.ts';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { inSentence } from '@/i18n/in-sentence.ts';

/** Why no curve is drawn for patients chosen by what came after time zero, and how to continue. */
export function OutcomeFilter({ variable }: { variable: string }) {
  const t = useTranslations('survival.outcomeFilter');
  const labels = useLabels();
  const { cohort, setCohort } = useCohort();
  const name = inSentence(labels.variable(variable));
  return (
    <Alert
      role="alert"
      variant="default"
      icon={<IconHourglassOff aria-hidden />}
      title={t('title', { variable: name })}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('text', { variable: name })}</Text>
        <Button size="xs" variant="default" onClick={() => setCohort(dropVariable(cohort, variable))}>
          {t('remove', { variable: name })}
        </Button>
      </Stack>
    </Alert>
  );
}
