import { createHash } from 'node:crypto';
import { type CohortFilter, conjunctsOf } from '@haim/schema';

/** The same for a selection however it was written: order and repetition in `and`, `or` and `in` mean nothing. */
export function selectionKey(filter: CohortFilter | null): string {
  return createHash('sha256')
    .update(JSON.stringify(inOneWay(filter)))
    .digest('hex');
}

function inOneWay(filter: CohortFilter | null): unknown {
  if (filter === null) return [];
  if ('and' in filter) return sorted(conjunctsOf(filter).map(inOneWay), 'and');
  if ('or' in filter) return sorted(filter.or.map(inOneWay), 'or');
  if ('not' in filter) return ['not', inOneWay(filter.not)];
  if ('adverseEvent' in filter) {
    const { minimumGrade, term = null, organClass = null } = filter.adverseEvent;
    return ['adverseEvent', minimumGrade, term, organClass];
  }
  const { variable, ...condition } = filter;
  const [[name, value] = ['', null]] = Object.entries(condition);
  return [variable, name, name === 'in' || name === 'notIn' ? [...new Set(value as string[])].sort() : value];
}

/** One part alone is the part itself; none selects everybody. */
function sorted(parts: readonly unknown[], join: 'and' | 'or'): unknown {
  const texts = [...new Set(parts.map((part) => JSON.stringify(part)))].sort();
  if (texts.length === 1) return parts[0];
  return texts.length === 0 && join === 'and' ? [] : [join, ...texts];
}
