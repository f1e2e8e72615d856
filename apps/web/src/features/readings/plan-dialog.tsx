'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Checkbox, Group, Modal, NativeSelect, NumberInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { discordanceRules, readingPlanLimits } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { type ReadingsToAssignQuery } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { planMutation, toAssignQuery } from './query.ts';
import { Refused } from './refused.tsx';

const numbers = [
  'absoluteIncreaseMm',
  'stableFromDay',
  'confirmationDays',
  'hilarNodeMm',
  'nodeMm',
  'atypicalGrowthMm',
] as const;
const decisions = ['thrombusAsTarget', 'effusionNeedsCytology'] as const;

/** When two readings differ, and where the study departs from the published criteria. For cases to come. */
export function PlanDialog({ plan, onClose }: { plan: ReadingsToAssignQuery['readingPlan']; onClose: () => void }) {
  const t = useTranslations('readings.plan');
  const label = useLabel();
  const { code: study } = useStudy();
  const { version, absoluteIncreaseMm, stableFromDay, confirmationDays } = plan;
  const { thrombusAsTarget, hilarNodeMm, nodeMm, effusionNeedsCytology, atypicalGrowthMm } = plan;
  const [discordance, setDiscordance] = useState(plan.discordance);
  const [values, setValues] = useState({
    ...{ absoluteIncreaseMm, stableFromDay, confirmationDays, thrombusAsTarget },
    ...{ hilarNodeMm, nodeMm, effusionNeedsCytology, atypicalGrowthMm },
  });
  const [save, saving] = useMutation(planMutation, { refetchQueries: [toAssignQuery], awaitRefetchQueries: true });

  function submit(event: FormEvent) {
    event.preventDefault();
    const done = save({ variables: { study, version, plan: { discordance, ...values } } });
    void done.then(onClose, () => undefined);
  }

  return (
    <Modal opened onClose={onClose} centered closeButtonProps={{ 'aria-label': t('close') }} title={<Text fw={600}>{t('title')}</Text>}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" c="var(--text-quiet)">
            {t('lead')}
          </Text>
          <NativeSelect
            label={t('discordance')}
            value={discordance}
            onChange={(event) => setDiscordance(event.currentTarget.value)}
            data={discordanceRules.codes.map(({ code, label: words }) => ({ value: code, label: label(words) }))}
          />
          {numbers.map((name) => (
            <NumberInput
              key={name}
              label={t(name)}
              description={t(`${name}About`)}
              value={values[name]}
              min={readingPlanLimits[name][0]}
              max={readingPlanLimits[name][1]}
              allowDecimal={name.endsWith('Mm')}
              onChange={(value) => setValues({ ...values, [name]: typeof value === 'number' ? value : readingPlanLimits[name][0] })}
            />
          ))}
          {decisions.map((name) => (
            <Checkbox
              key={name}
              label={t(name)}
              description={t(`${name}About`)}
              checked={values[name]}
              onChange={(event) => setValues({ ...values, [name]: event.currentTarget.checked })}
            />
          ))}
          {saving.error ? <Refused error={saving.error} /> : null}
          <Group justify="flex-end">
            <Button type="submit" loading={saving.loading}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  ); // prettier-ignore
}
