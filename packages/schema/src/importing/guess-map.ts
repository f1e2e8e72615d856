import { type CodeList, type Form } from '../form.ts';
import { valuesOf } from '../missing/index.ts';
import { findVisits } from './find-visits.ts';
import { guessSource } from './guess-source.ts';
import { nearness, patientNames, plainWord } from './guess-words.ts';
import { type LookedColumn, type MapSource, type PartialMap } from './look.ts';

/** A column and a field that are as near as this, and no nearer, are left for a person to join. */
const NEAR_ENOUGH = 0.55;
/** Below this share of readable values a column is not the field, whatever its name. */
const READABLE_ENOUGH = 0.5;

export interface GuessFor {
  /** As the study has them, those that it does not use left out. */
  readonly forms: readonly Form[];
  readonly arms: CodeList;
  /** Codes of the centres for which the asker may write. */
  readonly centres: readonly string[];
}

/**
 * A mapping to begin with: columns by their name and labels, in both languages, and by what they hold. Nothing that is in
 * doubt is decided: such a column is left out, and whoever maps the file sees that it is.
 */
export function guessMap(columns: readonly LookedColumn[], { forms, arms, centres }: GuessFor): PartialMap {
  const code = identityOf(columns, 'code');
  const centre = identityOf(columns, 'centre');
  const taken = new Set([code?.name, centre?.name]);
  const free = columns.filter(({ name, filled }) => !taken.has(name) && name !== '' && filled > 0);
  const joined = joinedOf(free, forms, arms);
  const mapped = new Set([...taken, ...joined.map(({ column }) => column.name)]);
  return {
    patient: { code: code ? { column: code.name } : null, centre: centreOf(centre, centres) },
    records: forms.flatMap((form) => {
      const fields = joined.filter((one) => one.form === form);
      return fields.length > 0
        ? [{ form: form.name, fields: Object.fromEntries(fields.map(({ field, source }) => [field, source])) }]
        : [];
    }),
    ignore: columns.map(({ name }) => name).filter((name) => !mapped.has(name)),
  };
}

interface Joined {
  readonly column: LookedColumn;
  readonly form: Form;
  readonly field: string;
  readonly source: MapSource;
  readonly score: number;
}

/** Each column with one field and each field with one column, the nearest first. */
function joinedOf(columns: readonly LookedColumn[], forms: readonly Form[], arms: CodeList): Joined[] {
  const possible: Joined[] = [];
  const beside = new Set(findVisits(columns)?.stems.flatMap((stem) => stem.columns));
  for (const column of columns) {
    const headings = [column.name, column.label.en, column.label.zh];
    for (const form of forms) {
      // One visit of several that are beside each other: a record for each is proposed apart (`guessPlan`).
      if (form.repeats && beside.has(column)) continue;
      for (const [field, spec] of valuesOf(form)) {
        const near = Math.max(...headings.map((heading) => nearness(heading, field, spec)));
        if (near < NEAR_ENOUGH) continue;
        const { source, readable } = guessSource(column, spec, arms);
        if (readable < READABLE_ENOUGH) continue;
        // What a patient has once is likelier than one of many.
        possible.push({
          column,
          form,
          field,
          source,
          score: near * (0.7 + 0.3 * readable) - (form.repeats ? 0.05 : 0),
        });
      }
    }
  }
  const chosen: Joined[] = [];
  const isTaken = (one: Joined) =>
    chosen.some(({ column, form, field }) => column === one.column || (form === one.form && field === one.field));
  for (const one of possible.toSorted((a, b) => b.score - a.score)) if (!isTaken(one)) chosen.push(one);
  return withoutUnfinished(chosen);
}

/** Of a form with several records, nothing where the fields that tell them apart are not there. */
function withoutUnfinished(chosen: readonly Joined[]): Joined[] {
  const has = (form: Form, field: string) => chosen.some((one) => one.form === form && one.field === field);
  return chosen.filter(({ form }) => form.key.length === 0 || form.key.some((field) => has(form, field)));
}

function identityOf(columns: readonly LookedColumn[], of: 'code' | 'centre'): LookedColumn | null {
  const names = patientNames[of];
  const ranked = columns.flatMap((column) => {
    const places = [column.name, column.label.en, column.label.zh].map((text) => names.indexOf(plainWord(text)));
    const found = places.filter((place) => place >= 0);
    return found.length > 0 && column.filled > 0 ? [{ column, place: Math.min(...found) }] : [];
  });
  return ranked.toSorted((a, b) => a.place - b.place)[0]?.column ?? null;
}

/** The column whose values are centres; where there is none and only one centre is the asker's, that one. */
function centreOf(column: LookedColumn | null, centres: readonly string[]): PartialMap['patient']['centre'] {
  if (column?.values?.every(({ value }) => centres.includes(value))) return { column: column.name };
  if (column?.values) {
    // As a label, or in other letters: REDCap writes its groups small.
    const named = (texts: readonly (string | null)[]) =>
      centres.find((code) => texts.some((text) => text?.toLowerCase() === code.toLowerCase()));
    const known = column.values.flatMap(({ value, label }): [string, string][] => {
      const code = named([value, label]);
      return code === undefined ? [] : [[value, code]];
    });
    return known.length > 0 ? { column: column.name, values: Object.fromEntries(known) } : { column: column.name };
  }
  const [only, ...others] = centres;
  return only !== undefined && others.length === 0 ? { constant: only } : null;
}
