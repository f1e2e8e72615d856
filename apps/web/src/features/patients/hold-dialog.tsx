'use client';
import { useMutation } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type HoldKind } from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { holdRefusalOf } from '@/forms/hold-refusal.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
import { holdMutation, liftMutation } from './review-query.ts';
import { type Hold } from './patient-review.tsx';

interface HoldDialogProps {
  readonly title: string;
  readonly target: {
    readonly patientId: string;
    readonly form: string | null;
    readonly recordId: string | null;
  };
  readonly kind: HoldKind;
  readonly onClose: () => void;
}

/** Freezes or locks, for a reason. */
export function HoldDialog({ title, target, kind, onClose }: HoldDialogProps) {
  const t = useTranslations('review');
  const [hold] = useMutation(holdMutation, { refetchQueries: 'active' });
  return (
    <ReasonDialog
      title={title}
      action={t(`do.${kind}`)}
      onClose={onClose}
      onAct={async (reason) => {
        try {
          await hold({ variables: { ...target, kind, reason } });
          return null;
        } catch (error) {
          return holdRefusalOf(error);
        }
      }}
    >
      <Text size="sm">{t(`about.${kind}`)}</Text>
    </ReasonDialog>
  );
}

/** Unfreezes or unlocks, for a reason. */
export function LiftDialog({ title, hold, onClose }: { title: string; hold: Hold; onClose: () => void }) {
  const t = useTranslations('review');
  const [lift] = useMutation(liftMutation, { refetchQueries: 'active' });
  return (
    <ReasonDialog
      title={title}
      action={t(`undo.${hold.kind}`)}
      onClose={onClose}
      onAct={async (reason) => {
        try {
          await lift({ variables: { id: hold.id, reason } });
          return null;
        } catch (error) {
          return refusalOf(error);
        }
      }}
    >
      <Text size="sm">{t(`lift.${hold.kind}`)}</Text>
    </ReasonDialog>
  );
}
