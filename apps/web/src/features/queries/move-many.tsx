'use client';
import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type QueryMove, queryMoveNames } from '@haim/schema';
import { type DataQuery } from '@/queries/query.ts';
import { useMovesOf } from '@/queries/use-moves.ts';
import { onOpening } from '@/ui/on-opening.tsx';
import styles from './move-many.module.css';

const MoveDialog = onOpening(async () => (await import('./move-dialog.tsx')).MoveDialog);

interface MoveManyProps {
  readonly queries: readonly DataQuery[];
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}

/** What may be done to the chosen queries of a page together; each button states how many of them take it. */
export function MoveMany({ queries, chosen, onChoose }: MoveManyProps) {
  const t = useTranslations('queries');
  const movesOf = useMovesOf();
  const [move, setMove] = useState<QueryMove | null>(null);
  const selected = queries.filter(({ id }) => chosen.includes(id));
  const takers = (one: QueryMove) => selected.filter((query) => movesOf(query).includes(one));
  const moves = queryMoveNames.filter((one) => queries.some((query) => movesOf(query).includes(one)));
  const isAll = selected.length === queries.length;
  return (
    <Group className={styles['bar'] ?? ''} gap="xs" role="toolbar" aria-label={t('many.title')}>
      <Button size="xs" variant="default" onClick={() => onChoose(isAll ? [] : queries.map(({ id }) => id))}>
        {t(isAll ? 'many.none' : 'many.all', { n: queries.length })}
      </Button>
      <Text size="sm" c="var(--text-quiet)" role="status">
        {t('many.chosen', { n: selected.length })}
      </Text>
      {moves.map((one) => {
        const n = takers(one).length;
        return (
          <Button key={one} size="xs" variant="default" disabled={n === 0} onClick={() => setMove(one)}>
            {n > 0 ? t('many.move', { move: t(`many.moves.${one}`), n }) : t(`many.moves.${one}`)}
          </Button>
        );
      })}
      {move ? (
        <MoveDialog
          move={move}
          queries={takers(move)}
          others={selected.length - takers(move).length}
          onDone={() => onChoose([])}
          onClose={() => setMove(null)}
        />
      ) : null}
    </Group>
  );
}
