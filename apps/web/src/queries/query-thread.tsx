'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Text, Textarea } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { longestQueryText, queryMessageLabels, type QueryMove, queryMoves } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { type DataQuery, moveMutation } from './query.ts';
import styles from './queries.module.css';
import { useMovesOf } from './use-moves.ts';

interface QueryThreadProps {
  readonly query: DataQuery;
  readonly onMoved?: (move: QueryMove) => void;
  readonly hasFocus?: boolean;
}

/** The messages of a query, and what the reader may add. */
export function QueryThread({ query, onMoved, hasFocus = false }: QueryThreadProps) {
  const t = useTranslations('queries');
  const label = useLabel();
  const instant = useInstant();
  const moves = useMovesOf()(query);
  const [text, setText] = useState('');
  const [lacksText, setLacksText] = useState(false);
  const [send, { loading, error }] = useMutation(moveMutation, { refetchQueries: 'active' });
  const [first] = moves;

  async function say(move: QueryMove): Promise<void> {
    const lacks = queryMoves[move].needsText && text.trim() === '';
    setLacksText(lacks);
    if (lacks || loading) return;
    const { id, version } = query;
    const isSaid = await send({ variables: { id, version, move, text: text.trim() } }).then(
      () => true,
      () => false,
    );
    if (!isSaid) return;
    setText('');
    onMoved?.(move);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !first) return;
    event.preventDefault();
    void say(first);
  }

  return (
    <>
      <ol className={styles['thread']}>
        {query.messages.map(({ id, kind, text: words, saidBy, saidAt }) => (
          <li key={id} className={styles['message']} data-kind={kind}>
            <Text size="xs" c="var(--text-quiet)">
              <strong>{saidBy}</strong> · {label(queryMessageLabels[kind])} ·{' '}
              <time dateTime={saidAt} title={saidAt}>
                {instant(saidAt)}
              </time>
            </Text>
            {words ? (
              <Text size="sm" className={styles['words'] ?? ''}>
                {words}
              </Text>
            ) : null}
          </li>
        ))}
      </ol>
      {error ? (
        errorCode(error) === 'CONFLICT' ? (
          <Text size="sm" role="alert" c="var(--mantine-color-error)">
            {t('moved')}
          </Text>
        ) : (
          <ErrorState code={errorCode(error)} />
        )
      ) : null}
      {first ? (
        <>
          <Textarea
            label={t('message')}
            description={t('keys', { move: t(`moves.${first}`) })}
            value={text}
            maxLength={longestQueryText}
            autosize
            minRows={2}
            error={lacksText ? t('lacksText') : null}
            data-autofocus={hasFocus || undefined}
            onChange={({ currentTarget }) => {
              setText(currentTarget.value);
              setLacksText(false);
            }}
            onKeyDown={onKeyDown}
          />
          <Group gap="xs" mt="xs">
            {moves.map((move) => (
              <Button
                key={move}
                size="xs"
                variant={move === first ? 'filled' : 'default'}
                disabled={loading}
                onClick={() => void say(move)}
              >
                {t(`moves.${move}`)}
              </Button>
            ))}
          </Group>
        </>
      ) : null}
    </>
  );
}
