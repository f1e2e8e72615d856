'use client';
import { type CentreRight, type QueryMove, queryMoveNames, queryMoves, takesMove } from '@haim/schema';
import { useCentresWith } from '@/session/session.tsx';
import { type DataQuery } from './query.ts';

/** What the reader may say to a query now, the likeliest first. */
export function useMovesOf(): (query: Pick<DataQuery, 'centre' | 'state'>) => readonly QueryMove[] {
  const centres: Readonly<Partial<Record<CentreRight, readonly string[]>>> = {
    enterRecords: useCentresWith('enterRecords'),
    raiseQueries: useCentresWith('raiseQueries'),
  };
  return ({ centre, state }) =>
    queryMoveNames.filter(
      (move) => takesMove(state, move) && queryMoves[move].rights.some((right) => centres[right]?.includes(centre)),
    );
}
