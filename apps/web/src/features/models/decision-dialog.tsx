'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { type Decision, wordOf } from './registry.ts';
import {
  activateModelMutation,
  registerModelMutation,
  registryQuery,
  retireModelMutation,
  rollbackModelMutation,
} from './registry-query.ts';

interface DecisionDialogProps {
  readonly decision: Decision;
  readonly onClose: () => void;
}

const LONGEST_REASON = 2000;

/** A decision about a model requires a reason and is confirmed by typing its name: it changes what everybody runs. */
export function DecisionDialog({ decision, onClose }: DecisionDialogProps) {
  const t = useTranslations('registry.decide');
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const { decide, loading, error } = useDecide(decision);
  const word = wordOf(decision);
  const isReady = reason.trim() !== '' && typed.trim() === word;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady || loading) return;
    decide(reason.trim()).then(onClose, () => undefined);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': t('cancel') }}
      title={<Text fw={600}>{t(`${decision.kind}.title`, { name: word })}</Text>}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{t(`${decision.kind}.text`)}</Text>
          <Textarea
            label={t('reason')}
            description={t('reasonHelp')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={LONGEST_REASON}
            autosize
            minRows={2}
            required
            data-autofocus
          />
          <TextInput
            label={t('confirm', { word })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            required
          />
          {error && <ErrorState code={errorCode(error)}>{<Text size="sm">{error.message}</Text>}</ErrorState>}
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" color="gray" onClick={onClose} disabled={loading}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={loading} disabled={!isReady} color={decision.kind === 'retire' ? 'red' : ''}>
              {t(`${decision.kind}.do`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function useDecide(decision: Decision) {
  const options = { refetchQueries: [registryQuery], awaitRefetchQueries: true };
  const [activate, activated] = useMutation(activateModelMutation, options);
  const [retire, retired] = useMutation(retireModelMutation, options);
  const [rollback, rolledBack] = useMutation(rollbackModelMutation, options);
  const [register, registered] = useMutation(registerModelMutation, options);
  const all = [activated, retired, rolledBack, registered];
  const decide = (reason: string): Promise<unknown> => {
    switch (decision.kind) {
      case 'activate':
        return activate({ variables: { id: decision.version.id, reason } });
      case 'retire':
        return retire({ variables: { id: decision.version.id, reason } });
      case 'rollback':
        return rollback({ variables: { line: decision.line, reason } });
      case 'register':
        return register({ variables: { modelId: decision.modelId, reason } });
    }
  };
  return { decide, loading: all.some(({ loading }) => loading), error: all.find(({ error }) => error)?.error };
}
