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

/** Every variable that the portal declares: a declared variable can be filtered, counted and sorted by without further code. */
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

/** A variable that is a field of the study. What no declaration would let in counts as missing: it must not fail the rest. */
export function ownLayoutOf(variable: SubjectVariable): Layout {
  const { name } = variable;
  if (!/^own_[a-z0-9_]+$/.test(name)) throw new Error(`${name} is not the key of a field`);
  const text = `(s.own ->> '${name}')`;
  switch (variable.kind) {
    case 'quantity': {
      const largest = `${Number.MAX_VALUE}::numeric`;
      const sql = `case when jsonb_typeof(s.own -> '${name}') = 'number' and abs(${text}::numeric) <= ${largest} then ${text}::float8 end`;
      return { name, kind: 'numbers', words: [], sql };
    }
    case 'date': {
      const day = `make_date(left(${text}, 4)::int, substr(${text}, 6, 2)::int, 1) + right(${text}, 2)::int - 1`;
      const isDay = `${text} ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'`;
      return {
        name,
        kind: 'numbers',
        words: [],
        sql: `case when ${isDay} then (${day} - date '1970-01-01')::float8 end`,
      };
    }
    case 'flag':
      return { name, kind: 'codes', words: flagWords, sql: text };
    default:
      return { name, kind: 'codes', words: codesOfVariable(variable), sql: text };
  }
}
