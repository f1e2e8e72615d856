import {
  compareEntries,
  enteredBy,
  type EnteredBy,
  type FieldSpec,
  type Form,
  type FormName,
  type Row,
} from '@haim/schema';
import { cohenKappa, type KappaResult } from '@haim/stats';

export interface ComparedEntries {
  readonly form: FormName;
  readonly first: Row;
  readonly second: Row;
}

/** An entry of which one person may have nothing. */
type Compared = {
  readonly form: FormName;
  readonly listId: string | null;
  readonly first: Row | null;
  readonly second: Row | null;
};

export function hasBoth<T extends { first: Row | null; second: Row | null }>(one: T): one is T & ComparedEntries {
  return one.first !== null && one.second !== null;
}

/** How many records of the lists of a form both people have entered, and how many one of them alone. */
export interface ListAgreement extends Readonly<Record<EnteredBy, number>> {
  readonly form: FormName;
}

/** By form, in the order of the declarations; forms of which no list was entered twice are left out. */
export function agreementOfLists(forms: readonly Form[], entries: readonly Compared[]): ListAgreement[] {
  return forms.flatMap((form) => {
    const by = entries
      .filter((one) => one.form === form.name && one.listId !== null)
      .map(({ first, second }) => enteredBy(first, second));
    const count = (who: EnteredBy) => by.filter((one) => one === who).length;
    const counts = { both: count('both'), first: count('first'), second: count('second') };
    return by.length === 0 ? [] : [{ form: form.name as FormName, ...counts }];
  });
}

/** How often two entries of a field agree: a value against a reason, or two reasons, disagree. */
export interface FieldAgreement {
  readonly form: FormName;
  readonly field: string;
  readonly n: number;
  readonly agreed: number;
  /** Of a field with codes, over the pairs that both have a value; null otherwise, and without such a pair. */
  readonly kappa: KappaResult | null;
}

/** By form and field, in the order of the declarations; fields that nobody has compared are left out. */
export function agreementOfEntries(forms: readonly Form[], entries: readonly ComparedEntries[]): FieldAgreement[] {
  return forms.flatMap((form) => {
    const ofForm = entries.filter((one) => one.form === form.name);
    const counts = new Map<string, { n: number; agreed: number }>();
    for (const { first, second } of ofForm) {
      for (const { field, agrees } of compareEntries(form, first, second)) {
        const { n, agreed } = counts.get(field) ?? { n: 0, agreed: 0 };
        counts.set(field, { n: n + 1, agreed: agreed + Number(agrees) });
      }
    }
    return Object.keys(form.fields).flatMap((field) => {
      const counted = counts.get(field);
      return counted ? [{ form: form.name as FormName, field, ...counted, kappa: kappaOf(form, field, ofForm) }] : [];
    });
  });
}

function kappaOf(form: Form, field: string, entries: readonly ComparedEntries[]): KappaResult | null {
  const spec = form.fields[field];
  const pairs = entries
    .map(({ first, second }) => [first[field] ?? null, second[field] ?? null] as const)
    .filter(([one, two]) => one !== null && two !== null);
  const categories = spec ? categoriesOf(spec, pairs.flat()) : [];
  if (pairs.length === 0 || categories.length < 2) return null;
  const table = categories.map((row) =>
    categories.map((column) => pairs.filter(([one, two]) => one === row && two === column).length),
  );
  return cohenKappa(table);
}

/** What a field may have, where that is a list; of the study's own lists what was entered. */
function categoriesOf(spec: FieldSpec, entered: readonly unknown[]): readonly unknown[] {
  if (spec.kind === 'boolean') return [true, false];
  if (spec.kind === 'code') return spec.list.codes.map(({ code }) => code);
  return spec.kind === 'studyCode' ? [...new Set(entered)] : [];
}
