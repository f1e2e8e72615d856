import { type Label } from '../form.ts';
import { type CentreRight } from '../rights/index.ts';

/** Where a query on what is recorded can be, in the order of its life. */
export const queryStates = ['open', 'answered', 'closed'] as const;
export type QueryState = (typeof queryStates)[number];

export const queryStateLabels: Readonly<Record<QueryState, Label>> = {
  open: { en: 'Open', zh: '待答复' },
  answered: { en: 'Answered', zh: '已答复' },
  closed: { en: 'Closed', zh: '已关闭' },
};

interface Move {
  readonly label: Label;
  /** The states in which a query takes it. */
  readonly from: readonly QueryState[];
  /** The state afterwards; null: as before. */
  readonly to: QueryState | null;
  /** Either right is enough, at the centre of the patient. */
  readonly rights: readonly CentreRight[];
  /** Whether it is nothing without words. */
  readonly needsText: boolean;
}

/**
 * Everything that can be said to a query, and what it does to it. The database has the same table in a trigger and a
 * policy; a test compares every state, move and role of the two.
 */
export const queryMoves = {
  answered: {
    label: { en: 'Answered', zh: '答复' },
    from: ['open'],
    to: 'answered',
    rights: ['enterRecords'],
    needsText: true,
  },
  remarked: {
    label: { en: 'Remarked', zh: '备注' },
    from: ['open', 'answered'],
    to: null,
    rights: ['raiseQueries', 'enterRecords'],
    needsText: true,
  },
  closed: {
    label: { en: 'Closed', zh: '关闭' },
    from: ['open', 'answered'],
    to: 'closed',
    rights: ['raiseQueries'],
    needsText: false,
  },
  reopened: {
    label: { en: 'Reopened', zh: '重新打开' },
    from: ['answered', 'closed'],
    to: 'open',
    rights: ['raiseQueries'],
    needsText: true,
  },
} as const satisfies Readonly<Record<string, Move>>;

export type QueryMove = keyof typeof queryMoves;
export const queryMoveNames = Object.keys(queryMoves) as readonly QueryMove[];

/** What a message of a thread is: the first one raised the query. */
export type QueryMessageKind = QueryMove | 'raised';
export const queryMessageLabels: Readonly<Record<QueryMessageKind, Label>> = {
  raised: { en: 'Raised', zh: '提出' },
  ...(Object.fromEntries(queryMoveNames.map((name) => [name, queryMoves[name].label])) as Record<QueryMove, Label>),
};

/** Whether a query in this state takes a move. */
export function takesMove(state: QueryState, move: QueryMove): boolean {
  return (queryMoves[move].from as readonly QueryState[]).includes(state);
}

/** Longest text of a message, in characters. */
export const longestQueryText = 2_000;
