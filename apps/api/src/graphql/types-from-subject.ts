import { subjectVariables, type SubjectVariable } from '@haim/schema';
import { Field, Float, Int } from 'type-graphql';
import { LocalDate } from './scalars.ts';

/** Gives a type a field for each variable of the analysis row; only what the registry knows is never missing. */
export function addSubjectFields(prototype: object): void {
  for (const variable of subjectVariables) {
    const { name, label, unit, from } = variable;
    const description = unit === null ? label.en : `${label.en} (${unit})`;
    Field(scalarOf(variable), { nullable: from !== 'registry', description })(prototype, name);
  }
}

function scalarOf({ kind, stored }: SubjectVariable): () => object {
  switch (kind) {
    case 'flag':
      return () => Boolean;
    case 'quantity':
      return () => (stored === 'float8' ? Float : Int);
    case 'date':
      return () => LocalDate;
    default:
      return () => String;
  }
}
