'use client';
import { type CohortFilter, showCohort } from '@haim/schema';
import { useMutation } from '@apollo/client/react';
import { Badge, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type ThresholdProposalFieldsFragment } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useSay } from '@/i18n/use-say.ts';
import { missing, showScore, showThreshold } from '@/numbers/show.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { type ChosenSet, type Evaluation, isChosenSet } from '@/evaluation/evaluation.ts';
import { measuredAt, sortedCases } from './counted-cut.ts';
import { withdrawThresholdMutation } from './threshold-queries.ts';
import { type Asked } from './use-evaluated.ts';
import { useSetName } from './use-set-name.ts';

export type Proposal = ThresholdProposalFieldsFragment;

interface ProposalCardProps {
  readonly proposal: Proposal;
  readonly asked: Asked;
  readonly evaluation: Evaluation;
  /** The source's own threshold. */
  readonly inUse: number | null;
  readonly onUse: (threshold: number) => void;
}

/** A proposed threshold with its rule, cases, author and reason, beside the one in use on the cases shown. */
export function ProposalCard({ proposal, asked, evaluation, inUse, onUse }: ProposalCardProps) {
  const t = useTranslations('models.proposals');
  const say = useSay();
  const instant = useInstant();
  const casesOf = useCasesName();
  const { threshold, n, nPositive, positiveClass, withdrawnAt } = proposal;
  // What the page asks for is a condition that it made itself (`setVariables`).
  const selection = showCohort((asked.cohort?.filter ?? null) as CohortFilter | null);
  const isOfThese = proposal.set === asked.set && proposal.selection === selection;
  const sorted = sortedCases(evaluation);
  const numbers = (at: number | null) => {
    const found = at === null || sorted === null ? null : measuredAt(at, evaluation, sorted);
    return t('measured', {
      threshold: showThreshold(at),
      sensitivity: found ? showScore(found.sensitivity) : missing,
      specificity: found ? showScore(found.specificity) : missing,
    });
  };
  return (
    <Paper withBorder p="sm" component="article" aria-label={t('card', { threshold: showThreshold(threshold) })}>
      <Stack gap={6}>
        <Group gap="xs" justify="space-between">
          <Group gap="xs">
            <Text fw={700}>{showThreshold(threshold)}</Text>
            <Text size="sm">{say(proposal.ruleStatement)}</Text>
          </Group>
          {withdrawnAt ? (
            <Badge color="gray" variant="light" tt="none" radius="sm">
              {t('withdrawn')}
            </Badge>
          ) : isOfThese ? (
            <Badge color="yellow" variant="light" tt="none" radius="sm" c="var(--mantine-color-text)">
              {t('ofThese')}
            </Badge>
          ) : null}
        </Group>
        <Text size="sm">{proposal.reason}</Text>
        <Text size="xs" c="var(--text-quiet)">
          {t('chosenOn', { cases: casesOf(proposal), n, nPositive, positiveClass, version: proposal.dataVersion })}
          {' · '}
          <span title={proposal.casesSha256}>{t('hash', { hash: proposal.casesSha256.slice(0, 12) })}</span>
        </Text>
        <Text size="xs" c="var(--text-quiet)">
          {t('by', { who: proposal.proposedBy, when: instant(proposal.proposedAt) })}
        </Text>
        {withdrawnAt ? (
          <Text size="xs" c="var(--text-quiet)">
            {t('withdrawnBy', {
              who: proposal.withdrawnBy ?? missing,
              when: instant(withdrawnAt),
              reason: proposal.withdrawnReason ?? missing,
            })}
          </Text>
        ) : (
          <Text size="xs">
            {t('here')} {numbers(threshold)}
            {inUse === null ? '' : `; ${t('inUse')} ${numbers(inUse)}`}
          </Text>
        )}
        {withdrawnAt ? null : (
          <Group gap="xs" align="flex-start">
            <Button size="compact-xs" variant="default" onClick={() => onUse(threshold)}>
              {t('look')}
            </Button>
            {proposal.mayWithdraw ? <Withdraw proposal={proposal} study={asked.study} /> : null}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

function Withdraw({ proposal: { id, version }, study }: { proposal: Proposal; study: string }) {
  const t = useTranslations('models.proposals');
  const [isAsked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const [withdraw, { loading, error }] = useMutation(withdrawThresholdMutation);
  if (!isAsked) {
    return (
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setAsked(true)}>
        {t('withdraw')}
      </Button>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') return;
    withdraw({ variables: { study, id, version, reason: reason.trim() } }).catch(() => undefined);
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-end">
        <TextInput
          size="xs"
          label={t('withdrawReason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={500}
          data-autofocus
          autoFocus
        />
        <Button type="submit" size="xs" variant="default" loading={loading} disabled={reason.trim() === ''}>
          {t('withdraw')}
        </Button>
      </Group>
      {error ? <ErrorState code={errorCode(error)} /> : null}
    </form>
  );
}

/** The cases of a proposal in words: a set of the study, a saved cohort, or a selection as an address has it. */
function useCasesName(): (proposal: Proposal) => string {
  const nameOf = useSetName();
  return ({ set, selection }) => {
    const named = set.toLowerCase();
    const inSet = isChosenSet(named) ? nameOf(named) : set;
    if (selection === '') return inSet;
    const cohort = /^cohort_\d+/.exec(selection)?.[0];
    return cohort !== undefined && isChosenSet(cohort) ? nameOf(cohort satisfies ChosenSet) : `${inSet}, ${selection}`;
  };
}
