'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Group, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type ThresholdRule } from '@/graphql/generated/graphql.ts';
import { missing, showScore, showThreshold } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { type Evaluation } from '@/evaluation/evaluation.ts';
import { measuredAt, sortedCases } from './counted-cut.ts';
import { proposeThresholdMutation, thresholdByQuery, thresholdProposalsQuery } from './threshold-queries.ts';
import { type Asked } from './use-evaluated.ts';

interface ThresholdFormProps {
  readonly asked: Asked;
  readonly evaluation: Evaluation;
  readonly threshold: number | null;
  readonly onUse: (threshold: number) => void;
}

const rules = ['SENSITIVITY', 'SPECIFICITY', 'YOUDEN', 'BY_HAND'] as const satisfies readonly ThresholdRule[];
const usualTarget = 0.9;
const longestReason = 500;

/** A threshold by a rule, shown before it is used here or kept as a proposal. */
export function ThresholdForm({ asked, evaluation, threshold, onUse }: ThresholdFormProps) {
  const t = useTranslations('models.proposals');
  const { closedAt } = useStudy();
  const [rule, setRule] = useState<(typeof rules)[number]>('SENSITIVITY');
  const [target, setTarget] = useState<number | null>(usualTarget);
  const [reason, setReason] = useState('');
  const hasTarget = rule === 'SENSITIVITY' || rule === 'SPECIFICITY';
  const found = usePoint(asked, evaluation, rule, hasTarget ? target : null, threshold);
  const { point } = found;
  const [propose, { loading, error }] = useMutation(proposeThresholdMutation, {
    refetchQueries: [thresholdProposalsQuery],
    awaitRefetchQueries: true,
  });
  const use = (event: FormEvent) => {
    event.preventDefault();
    if (point !== null) onUse(point.threshold);
  };
  const keep = () => {
    if (point === null || reason.trim() === '') return;
    const { study, source, set, cohort, positive } = asked;
    const proposal = {
      ...{ rule, reason: reason.trim(), target: hasTarget ? target : null },
      threshold: rule === 'BY_HAND' ? point.threshold : null,
    };
    propose({ variables: { study, source, set, cohort, positive, proposal } }).then(
      () => setReason(''),
      () => undefined,
    );
  };
  return (
    <form onSubmit={use}>
      <Stack gap="sm">
        <Text size="sm">{t('about', { positiveClass: evaluation.positiveClass, n: evaluation.n })}</Text>
        <SegmentedControl
          size="xs"
          value={rule}
          onChange={(value) => setRule(rules.find((one) => one === value) ?? 'SENSITIVITY')}
          data={rules.map((one) => ({ value: one, label: t(`rules.${one}`) }))}
          aria-label={t('rule')}
        />
        {hasTarget ? (
          <NumberInput
            label={t(rule === 'SENSITIVITY' ? 'leastSensitivity' : 'leastSpecificity')}
            value={target ?? ''}
            // While a number is typed it is a text, such as "0.".
            onChange={(next) => setTarget(next === '' ? null : Number(next))}
            min={0}
            max={1}
            step={0.01}
            decimalScale={3}
            clampBehavior="strict"
            data-autofocus
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
        ) : null}
        <Text size="sm" role="status" aria-busy={found.isLoading}>
          {point === null
            ? found.isLoading
              ? missing
              : t('noPoint')
            : t('point', {
                threshold: showThreshold(point.threshold),
                sensitivity: showScore(point.sensitivity),
                specificity: showScore(point.specificity),
              })}
        </Text>
        <Group gap="xs">
          <Button type="submit" size="xs" disabled={point === null || rule === 'BY_HAND'}>
            {t('use')}
          </Button>
        </Group>
        {closedAt === null ? (
          <>
            <Textarea
              label={t('reason')}
              description={t('reasonHelp')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              maxLength={longestReason}
              autosize
              minRows={2}
            />
            {error ? <ErrorState code={errorCode(error)}>{<Text size="sm">{error.message}</Text>}</ErrorState> : null}
            <Group gap="xs">
              <Button
                size="xs"
                variant="default"
                loading={loading}
                disabled={point === null || reason.trim() === ''}
                onClick={keep}
              >
                {t('keep')}
              </Button>
            </Group>
          </>
        ) : null}
      </Stack>
    </form>
  );
}

/** What the rule picks on the cases shown; of a threshold set by hand what it gives on them. */
function usePoint(
  asked: Asked,
  evaluation: Evaluation,
  rule: ThresholdRule,
  target: number | null,
  threshold: number | null,
) {
  const isByHand = rule === 'BY_HAND';
  const lacksTarget = !isByHand && rule !== 'YOUDEN' && target === null;
  const { data, loading } = useQuery(thresholdByQuery, {
    variables: { ...asked, rule, target },
    fetchPolicy: 'cache-first',
    skip: isByHand || lacksTarget,
  });
  if (!isByHand) {
    const found = lacksTarget ? null : (data?.evaluation.thresholdBy ?? null);
    const point = found && found.threshold !== null ? { ...found, threshold: found.threshold } : null;
    return { point, isLoading: loading };
  }
  const sorted = sortedCases(evaluation);
  const at = threshold === null || sorted === null ? null : measuredAt(threshold, evaluation, sorted);
  return { point: at && threshold !== null ? { threshold, ...at } : null, isLoading: false };
}
