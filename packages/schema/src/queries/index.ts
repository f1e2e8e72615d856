export {
  longestQueryText,
  type QueryMessageKind,
  queryMessageLabels,
  type QueryMove,
  queryMoveNames,
  queryMoves,
  type QueryState,
  queryStateLabels,
  queryStates,
  takesMove,
} from './query-states.ts';
