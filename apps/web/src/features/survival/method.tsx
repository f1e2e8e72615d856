'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { KeyValue } from '@/ui/key-value.tsx';
import { showCount } from '@/numbers/show.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { Panel } from '@/ui/panel.tsx';
import { followUpText, type Survival } from './to-chart.ts';
import { useDroppedReason } from './use-dropped-reason.ts';

/** What a reader must know to repeat the numbers, and what must not be concluded from them. */
export function Method({ survival }: { survival: Survival }) {
  const t = useTranslations('survival.method');
  const say = useSay();
  const labels = useLabels();
  const { n, dropped, recipe, monthDays, groupBy, curves } = survival;
  const warnings = curves.flatMap(({ label, statements }) =>
    statements.map((one) => `${groupBy ? labels.shortValue(groupBy, label) : label}: ${say(one)}`),
  );
  const reasons = useDroppedReason(survival);
  return (
    <Panel title={t('title')}>
      <Text size="sm" mb="xs">
        {t('observational')}
      </Text>
      <KeyValue
        items={[
          { key: 'n', label: t('n'), value: n },
          {
            key: 'dropped',
            label: t('dropped'),
            value: reasons ? `${dropped} (${reasons})` : showCount(dropped, survival.droppedAtMost),
          },
          { key: 'followUp', label: t('followUp'), value: followUpText(survival, t('notReached')) },
          { key: 'timeZero', label: t('timeZero'), value: say(survival.timeZeroStatement) },
          { key: 'recipe', label: t('recipe'), value: recipe },
          { key: 'band', label: t('band'), value: say(survival.bandMethodStatement) },
          ...(survival.minimumFollowUp
            ? [{ key: 'minimum', label: t('minimum'), value: say(survival.minimumFollowUp.ruleStatement) }]
            : []),
          { key: 'month', label: t('month'), value: t('days', { days: monthDays }) },
        ]}
      />
      {warnings.map((warning) => (
        <Text key={warning} size="xs" mt="xs" fw={600}>
          {warning}
        </Text>
      ))}
    </Panel>
  );
}
