'use client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { longestQueryText, type QueryMove, queryMoves } from '@haim/schema';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { type DataQuery } from '@/queries/query.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { moveManyMutation } from './ask-query.ts';

interface MoveDialogProps {
  readonly move: QueryMove;
  /** Those that take it, as they were read. */
  readonly queries: readonly DataQuery[];
  /** Chosen ones that do not. */
  readonly others: number;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Says the same to several queries, to all or none. */
export function MoveDialog({ move, queries: present, others, onDone, onClose }: MoveDialogProps) {
  useFocusReturn();
  const t = useTranslations('queries');
  const { list } = useFormatter();
  // As they were when the dialog opened: the list behind it may be read again meanwhile.
  const [queries] = useState(present);
  const [text, setText] = useState('');
  const [lacksText, setLacksText] = useState(false);
  const [send, { loading, error }] = useMutation(moveManyMutation, { refetchQueries: 'active' });
  const codes = [...new Set(queries.map(({ patientCode }) => patientCode))];

  async function submit(event: FormEvent | KeyboardEvent) {
    event.preventDefault();
    const lacks = queryMoves[move].needsText && text.trim() === '';
    setLacksText(lacks);
    if (lacks || loading) return;
    const read = queries.map(({ id, version }) => ({ id, version }));
    const isSent = await send({ variables: { queries: read, move, text: text.trim() } }).then(
      () => true,
      () => false,
    );
    if (!isSent) return;
    notifications.show({ message: t(`many.done.${move}`, { n: read.length }), color: 'teal' });
    onDone();
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{t('many.move', { move: t(`many.moves.${move}`), n: queries.length })}</Text>}
    >
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Text size="sm">
            {t('many.about', { codes: list(codes.slice(0, 10)), more: Math.max(0, codes.length - 10) })}{' '}
            {others > 0 ? t('many.others', { n: others }) : null}
          </Text>
          <Textarea
            label={t('message')}
            description={t('keys', { move: t(`many.moves.${move}`) })}
            value={text}
            maxLength={longestQueryText}
            autosize
            minRows={2}
            required={queryMoves[move].needsText}
            error={lacksText ? t('lacksText') : null}
            data-autofocus
            onChange={({ currentTarget }) => {
              setText(currentTarget.value);
              setLacksText(false);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(event);
            }}
          />
          {error ? <Refused error={error} queries={queries} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={loading}>
              {t('many.cancel')}
            </Button>
            <Button type="submit" loading={loading}>
              {t(`many.moves.${move}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Nothing was sent: which of the queries have moved on, where that is why. */
function Refused({ error, queries }: { error: unknown; queries: readonly DataQuery[] }) {
  const t = useTranslations('queries');
  const { list } = useFormatter();
  if (errorCode(error) !== 'CONFLICT') return <ErrorState code={errorCode(error)} />;
  const named = CombinedGraphQLErrors.is(error) ? error.errors.map(({ extensions }) => extensions?.['moved']) : [];
  const moved = named.flatMap((ids) => (Array.isArray(ids) ? ids.map(String) : []));
  const codes = new Set(queries.filter(({ id }) => moved.includes(id)).map(({ patientCode }) => patientCode));
  return (
    <Alert role="alert" color="red" variant="light">
      {codes.size > 0 ? t('many.moved', { codes: list([...codes]) }) : t('many.movedSome')}
    </Alert>
  );
}
