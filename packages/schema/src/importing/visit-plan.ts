import { labTest, labUnit } from '../codes/lab.ts';
import { type CodeList, type FieldSpec, type Form } from '../form.ts';
import { labResultForm } from '../forms/lab-result.form.ts';
import { labTestOf } from '../labs/index.ts';
import { valuesOf } from '../missing/index.ts';
import { readField } from '../reading/index.ts';
import { type FoundVisits, type VisitStem } from './find-visits.ts';
import { guessSource } from './guess-source.ts';
import { nearness, plainWord, unitsIn } from './guess-words.ts';
import { type ColumnSource, type LookedColumn, type MapSource, type TableMap } from './look.ts';

/** What the columns of a stem are: a field of the form; of results of a laboratory also the value of a test. */
export type VisitTarget =
  | { readonly field: string; readonly reading: Reading }
  | { readonly test: string; readonly unit: string | null; readonly reading: Reading };

/** How the columns of a stem are read; which column is said by the occasion. */
export type Reading = Omit<ColumnSource, 'column'>;

/** Columns of visits as records of a form: one for each occasion, or of tests one for each of them at each occasion. */
export interface RepeatPlan {
  readonly form: Form;
  readonly targets: Readonly<Record<string, VisitTarget>>;
  /** By field: one value at every occasion. */
  readonly constants: Readonly<Record<string, string | number | boolean>>;
}

const NEAR_ENOUGH = 0.55;
const dateWords = new Set(['date', 'day', 'dat', 'dt', 'on', 'visitdate', '日期', '时间']);
/** As laboratories shorten the names of tests. */
const testWords: Readonly<Record<string, string>> = {
  ...{ bilirubin: 'BILI', tbil: 'BILI', tb: 'BILI', albumin: 'ALB', plt: 'PLAT', platelet: 'PLAT', platelets: 'PLAT' },
  ...{ dcp: 'PIVKAII', pivka: 'PIVKAII', pivka2: 'PIVKAII', creatinine: 'CREAT', cr: 'CREAT', neutrophils: 'NEUT' },
};

/** Whether its records are values of tests: the columns of a stem are those of one test. */
export function isTestForm({ name }: Form): boolean {
  return name === labResultForm.name;
}

/** The field that an occasion numbers: the visit, the cycle. */
export function numberField({ key, fields }: Form): string | null {
  return key.find((field) => fields[field]?.kind === 'integer' && fields[field].required) ?? null;
}

/** The columns of a stem as one, to see how all of them are read. */
export function columnOfStem({ stem, columns }: VisitStem): LookedColumn {
  const there = columns.filter((column) => column !== null);
  const [first] = there;
  const holds = [...new Set(there.map((column) => column.holds).filter((one) => one !== 'nothing'))];
  const values = new Map<string, { value: string; label: string | null; count: number }>();
  for (const { value, label, count } of there.flatMap((column) => column.values ?? [])) {
    values.set(value, { value, label, count: (values.get(value)?.count ?? 0) + count });
  }
  const orders = there.filter((column) => column.holds === 'datesOtherwise').map((column) => column.orders);
  return {
    name: stem,
    label: { en: stem, zh: stem },
    unit: first?.unit ?? there.flatMap(({ name, label }) => [name, label.en].flatMap(unitsIn))[0] ?? null,
    filled: there.reduce((sum, { filled }) => sum + filled, 0),
    values: there.some((column) => column.values === null) ? null : [...values.values()],
    samples: there.flatMap(({ samples }) => samples.slice(0, 2)),
    holds: heldBy(holds),
    orders: orders.length === 0 ? [] : (['dayFirst', 'monthFirst'] as const).filter((order) => orders.every((of) => of.includes(order))), // prettier-ignore
    withTime: there.some(({ withTime }) => withTime),
    marks: first?.marks ?? [],
  };
}

/** What columns hold together: where some have dates with the year first and some last, the order of the others counts. */
function heldBy(holds: readonly LookedColumn['holds'][]): LookedColumn['holds'] {
  const [first, ...others] = holds;
  if (first === undefined) return 'nothing';
  if (others.length === 0) return first;
  return holds.every((one) => one === 'dates' || one === 'datesOtherwise') ? 'datesOtherwise' : 'texts';
}

export function readingOfStem(stem: VisitStem, spec: FieldSpec, arms: CodeList): Reading {
  const { column: _, ...reading } = guessSource(columnOfStem(stem), spec, arms).source;
  return reading;
}

/** The form with several records that most of the stems fit, and what each of them is there; null where none does. */
export function guessPlan(found: FoundVisits, forms: readonly Form[], arms: CodeList): RepeatPlan | null {
  const plans = forms
    .filter(({ repeats, comesWithFiles }) => repeats && comesWithFiles === undefined)
    .map((form) => {
      const plan = planFor(found, form, arms);
      return { plan, score: Object.keys(plan.targets).length - 0.5 * lacksOfPlan(found, plan).length };
    });
  const [best] = plans.toSorted((a, b) => b.score - a.score);
  return best && Object.keys(best.plan.targets).length > 0 ? best.plan : null;
}

/** What the stems are in a form, each field with one of them, the nearest first. */
export function planFor({ stems }: FoundVisits, form: Form, arms: CodeList): RepeatPlan {
  const possible = stems.flatMap((stem) => {
    const heading = stem.stem;
    const merged = columnOfStem(stem);
    return valuesOf(form).flatMap(([field, spec]) => {
      const near = Math.max(nearness(heading, field, spec), isDateOf(form, field, heading) ? 0.7 : 0);
      const { source, readable } = guessSource(merged, spec, arms);
      const { column: _, ...reading } = source;
      return near >= NEAR_ENOUGH && readable >= 0.5 ? [{ stem: heading, field, reading, near }] : [];
    });
  });
  const targets: Record<string, VisitTarget> = {};
  const taken = new Set<string>();
  for (const { stem, field, reading } of possible.toSorted((a, b) => b.near - a.near)) {
    if (taken.has(field) || targets[stem]) continue;
    targets[stem] = { field, reading };
    taken.add(field);
  }
  if (isTestForm(form)) {
    for (const stem of stems) {
      const test = targets[stem.stem] ? null : testIn(stem.stem);
      if (test !== null) targets[stem.stem] = testTarget(stem, test, arms);
    }
  }
  return { form, targets, constants: {} };
}

/** A date without another word is that of the visit. */
function isDateOf({ key, fields }: Form, field: string, stem: string): boolean {
  const dates = [...key, ...Object.keys(fields)].filter((one) => fields[one]?.kind === 'date');
  return field === dates[0] && dateWords.has(plainWord(stem));
}

function testIn(stem: string): string | null {
  const word = plainWord(stem);
  const named = labTest.codes.find(({ label }) => [label.en, label.zh].some((text) => plainWord(text) === word));
  const spec: FieldSpec = { kind: 'code', label: labResultForm.label, list: labTest };
  const read = readField(spec, word) ?? readField(spec, stem);
  return testWords[word] ?? named?.code ?? (typeof read === 'string' ? read : null);
}

function testTarget(stem: VisitStem, test: string, arms: CodeList): VisitTarget {
  const written = columnOfStem(stem).unit?.toLowerCase();
  const units = Object.keys(labTestOf(test)?.factors ?? {});
  const unit = units.find((one) => {
    const shown = labUnit.codes.find(({ code }) => code === one)?.label.en;
    return one.toLowerCase() === written || shown?.toLowerCase() === written;
  });
  return {
    ...{ test, unit: unit ?? (units.length === 1 ? (units[0] ?? null) : null) },
    reading: readingOfStem(stem, labResultForm.fields.value, arms),
  };
}

/** The plan with the columns of a stem as something else; null: as nothing. A field has one stem. */
export function withTarget(
  plan: RepeatPlan,
  stem: VisitStem,
  target: { readonly field: string } | { readonly test: string } | null,
  arms: CodeList,
): RepeatPlan {
  const others = Object.entries(plan.targets).filter(
    ([name, one]) =>
      name !== stem.stem && !(target && 'field' in target && 'field' in one && one.field === target.field),
  );
  const rest = Object.fromEntries(others);
  if (target === null) return { ...plan, targets: rest };
  if ('test' in target) return { ...plan, targets: { ...rest, [stem.stem]: testTarget(stem, target.test, arms) } };
  const spec = plan.form.fields[target.field];
  if (!spec) return plan;
  const { [target.field]: _, ...constants } = plan.constants;
  const next = { field: target.field, reading: readingOfStem(stem, spec, arms) };
  return { ...plan, constants, targets: { ...rest, [stem.stem]: next } };
}

/** Fields that a record needs and the plan does not give: those without which there is none, or none can be told from another. */
export function lacksOfPlan({ occasions }: FoundVisits, { form, targets, constants }: RepeatPlan): string[] {
  const given = new Set([
    ...Object.values(targets).flatMap((target) =>
      'field' in target ? [target.field] : ['test', 'value', ...(target.unit === null ? [] : ['unit'])],
    ),
    ...Object.keys(constants),
    ...(occasions.length > 0 ? [numberField(form) ?? ''] : []),
  ]);
  const openUnits = Object.values(targets).some((target) => 'test' in target && target.unit === null);
  const required = Object.entries(form.fields).flatMap(([field, spec]) => (spec.required ? [field] : []));
  const lacking = required.filter((field) => !given.has(field) || (field === 'unit' && openUnits));
  const hasKey = form.key.length === 0 || form.key.some((field) => given.has(field));
  return hasKey ? lacking : [...new Set([...lacking, form.key[0] ?? ''])];
}

/** The records of a mapping: a row has each of them unless all of its columns are empty. */
export function recordsOfPlan(found: FoundVisits, plan: RepeatPlan): TableMap['records'] {
  const { form, targets, constants } = plan;
  const isOfTests = isTestForm(form);
  return found.occasions.flatMap((_, at) => {
    const fields: Record<string, MapSource> = {};
    const tests: { test: string; unit: string | null; source: ColumnSource }[] = [];
    for (const { stem, columns } of found.stems) {
      const [target, column] = [targets[stem], columns[at]];
      if (!target || !column) continue;
      const source = { column: column.name, ...target.reading };
      if ('field' in target) fields[target.field] = source;
      else tests.push({ test: target.test, unit: target.unit, source });
    }
    const number = numberField(form);
    if (number !== null && !fields[number]) fields[number] = { constant: occasionNumber(found, at) };
    for (const [field, constant] of Object.entries(constants)) fields[field] ??= { constant };
    if (isOfTests) {
      return tests.map(({ test, unit, source }) => ({
        form: form.name,
        unless: { column: [source.column], in: [''] },
        fields: {
          ...{ ...fields, test: { constant: test }, value: source },
          ...(unit !== null && { unit: { constant: unit } }),
        },
      }));
    }
    const columns = Object.values(fields).flatMap((source) => ('column' in source ? [source.column] : []));
    return columns.length === 0 ? [] : [{ form: form.name, unless: { column: columns, in: [''] }, fields }];
  });
}

/** The number of a visit as the file has it; of days, weeks and months its place, the baseline being 0. */
export function occasionNumber({ occasions }: FoundVisits, at: number): number {
  const occasion = occasions[at];
  if (!occasion || occasion.kind === 'baseline') return 0;
  if (occasion.kind === 'visit') return occasion.number;
  return occasions[0]?.kind === 'baseline' || occasions[0]?.number === 0 ? at : at + 1;
}
