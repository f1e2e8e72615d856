import {
  type Form,
  formsOfStudy,
  type OwnField,
  type OwnKind,
  ownVariables,
  savedVariable,
  type SubjectVariable,
  withReasons,
} from '@haim/schema';
import { type OwnFieldPartsFragment } from '@/graphql/generated/graphql.ts';
import { type Study } from './session.tsx';

type WithFields = Pick<Study, 'fields' | 'unusedForms'>;

/** A declaration as the contract has it: only words of its lists are ever stored. */
export function declarationOf(field: OwnFieldPartsFragment): OwnField {
  return {
    ...field,
    kind: field.kind as OwnKind,
    known: field.known as OwnField['known'],
    counts: field.counts as OwnField['counts'],
  };
}

function declarations({ fields }: WithFields, states: readonly string[]): OwnField[] {
  return fields.filter(({ state }) => states.includes(state)).map(declarationOf);
}

/** Made once for a study, because forms and documents are told apart by identity. */
function onceFor<T>(make: (study: WithFields) => readonly T[]): (study: WithFields) => readonly T[] {
  const made = new WeakMap<WithFields['fields'], readonly T[]>();
  return (study) => {
    const known = made.get(study.fields) ?? make(study);
    made.set(study.fields, known);
    return known;
  };
}

/** Every form that the study uses, as its records are entered: with the fields that it adds, and reasons for missing values. */
export const formsOf = onceFor((study) =>
  formsOfStudy(declarations(study, ['published']))
    .filter(({ name }) => !study.unusedForms.includes(name))
    .map(withReasons),
);

/** Every form as records are read: also with fields that are retired, of which a record may have values. */
export const readableFormsOf = onceFor((study) =>
  formsOfStudy(declarations(study, ['published', 'retired'])).map(withReasons),
);

/** What the published fields are in the analysis of the study: named in addresses and filtered by like any variable. */
export const variablesOfStudy: (study: WithFields) => readonly SubjectVariable[] = onceFor((study) =>
  ownVariables(declarations(study, ['published'])),
);

const conditionsMade = new WeakMap<Study['savedCohorts'], readonly SubjectVariable[]>();

/** What conditions may name beside the portal's variables: fields of the study, and the cohorts that it keeps. */
export function conditionVariablesOf(study: WithFields & Pick<Study, 'savedCohorts'>): readonly SubjectVariable[] {
  const known = conditionsMade.get(study.savedCohorts);
  const made = known ?? [
    ...variablesOfStudy(study),
    ...study.savedCohorts.map(({ number, name, known: when }) =>
      savedVariable({ number, name, known: when === 'outcome' ? 'outcome' : 'timeZero' }),
    ),
  ];
  conditionsMade.set(study.savedCohorts, made);
  return made;
}

export function formOf(study: WithFields, name: string): Form | undefined {
  return formsOf(study).find((form) => form.name === name);
}

/** Without a study there is none. */
export function readableFormOf(study: WithFields | null, name: string | null): Form | undefined {
  return study === null ? undefined : readableFormsOf(study).find((form) => form.name === name);
}
