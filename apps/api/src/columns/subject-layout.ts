import { codesOfVariable, type SubjectVariable, subjectVariables } from '@haim/schema';
import { type ColumnKind, flagWords } from './column.ts';

/** How a declared variable is kept in memory and how its column is queried. */
export interface Layout {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Words that are numbered before any row is read, so that centres number them alike. */
  readonly words: readonly string[];
  /** Over `portal.subject s`, as float8 or text. */
  readonly sql: string;
}

/** Every declared variable: a declared variable can be filtered, counted and sorted by without further code. */
export const subjectLayout: readonly Layout[] = subjectVariables.map(layoutOf);

function layoutOf(variable: SubjectVariable): Layout {
  const { name, column } = variable;
  const named = { name, sql: `s.${column}` };
  switch (variable.kind) {
    case 'flag':
      return { ...named, kind: 'codes', words: flagWords, sql: `s.${column}::text` };
    case 'quantity':
      return { ...named, kind: 'numbers', words: [], sql: `s.${column}::float8` };
    case 'date':
      return { ...named, kind: 'numbers', words: [], sql: `(s.${column} - date '1970-01-01')::float8` };
    case 'category':
      return { ...named, kind: 'codes', words: codesOfVariable(variable), sql: `s.${column}::text` };
    case 'text':
      return { ...named, kind: variable.from === 'registry' ? 'text' : 'codes', words: [] };
  }
}
