'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { type HoldKind } from '@haim/schema';
import { type Refusal } from '@/forms/answers.ts';
import { holdRefusalOf } from '@/forms/hold-refusal.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
import { useStudy } from '@/session/session.tsx';
import { type CentreReview, centreReviewsQuery, holdCentresMutation, liftCentresMutation } from './query.ts';

/** What is done: a hold of a kind set, or ended. */
export interface Act {
  readonly kind: HoldKind;
  readonly isLifted: boolean;
}

export const isHeld = ({ holds }: CentreReview, kind: HoldKind): boolean => holds.some((hold) => hold.kind === kind);

interface CentresDialogProps {
  readonly act: Act;
  /** Those that the act changes. */
  readonly centres: readonly CentreReview[];
  readonly onClose: () => void;
}

/** Says what will be held or opened, and asks for the reason and, as a confirmation, the code of the study. */
export function CentresDialog({ act: { kind, isLifted }, centres, onClose }: CentresDialogProps) {
  const t = useTranslations('locks');
  const { list } = useFormatter();
  const study = useStudy();
  const [typed, setTyped] = useState('');
  const options = { refetchQueries: [centreReviewsQuery], awaitRefetchQueries: true };
  const [hold] = useMutation(holdCentresMutation, options);
  const [lift] = useMutation(liftCentresMutation, options);
  const sum = (of: (one: CentreReview) => number) => centres.reduce((total, one) => total + of(one), 0);
  const counts = {
    patients: sum(({ patients }) => patients),
    records: sum(({ records }) => records),
    signed: sum(({ signed }) => signed),
  };
  const queries = sum((one) => one.queries);
  const differences = sum((one) => one.differences);
  const incomplete = sum((one) => one.incomplete);
  const isBlocked = !isLifted && kind === 'locked' && queries + differences > 0;
  const words = isLifted ? 'undo' : 'do';

  async function act(reason: string): Promise<Refusal | null> {
    const variables = { study: study.code, centres: centres.map(({ centre }) => centre), kind, reason };
    try {
      await (isLifted ? lift({ variables }) : hold({ variables }));
      notifications.show({ message: t(`done.${words}`, { n: centres.length }), color: 'teal' });
      return null;
    } catch (error) {
      return holdRefusalOf(error);
    }
  }

  return (
    <ReasonDialog
      title={t(`${words}.${kind}`)}
      action={t(`${words}.${kind}`)}
      isReady={typed.trim() === study.code && !isBlocked}
      onAct={act}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">
          {t('covers', { ...counts, centres: list(centres.map(({ centre }) => centre)) })} {t(`means.${words}.${kind}`)}
        </Text>
        {isBlocked ? (
          <Alert color="red" variant="light" role="alert">
            {queries > 0 ? t('blocked', { n: queries }) : null}{' '}
            {differences > 0 ? t('undecided', { n: differences }) : null}
          </Alert>
        ) : null}
        {!isLifted && incomplete > 0 ? (
          <Alert color="yellow" variant="light">
            {t('incompleteStill', { n: incomplete })}
          </Alert>
        ) : null}
        {isLifted && kind === 'locked' && counts.signed > 0 ? (
          <Alert color="yellow" variant="light">
            {t('voids', { n: counts.signed })}
          </Alert>
        ) : null}
        <TextInput
          label={t('confirm', { study: study.code })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          required
        />
      </Stack>
    </ReasonDialog>
  );
}
