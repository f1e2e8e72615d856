import { isOwnKey, subjectVariables } from '@haim/schema';
import { type Kept, type PatientAtTwo, type SettingsRow } from './snapshot.query.ts';

/** A value that is one thing before and another after; null is missing. */
export interface ChangedValue {
  /** A variable of the analysis row, a field of the study (`own_…`), `adverseEvents`, or a column by its own name. */
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface ChangedPatient {
  readonly centre: string;
  readonly code: string;
  readonly change: 'entered' | 'removed' | 'changed';
  /** Empty unless `changed`: of who entered or left, every value would be. */
  readonly values: readonly ChangedValue[];
}

/** Columns that say which row it is. */
const notCompared = new Set(['id', 'centre_id', 'study_id', 'recipe_id', 'own']);
/** Columns that are younger than snapshots. */
const laterColumns: readonly string[] = [
  ...['derived_bclc_stage', 'haic_days', 'oxaliplatin_total_mg_m2', 'oxaliplatin_mg_m2_week'],
  ...['ttr_days', 'ttr_event', 'ttr_missing', 'dor_days', 'dor_event', 'dor_missing', 'ttnt_days', 'ttnt_event'],
  ...['ttnt_missing', 'days_to_progression', 'days_to_next_treatment'],
  ...['enrolled_on', 'tki_started_on', 'ici_started_on'],
];
/** A row has one of these or is older than some of them. */
const sinceThen = ['ttr_days', 'ttr_missing'];
const variableOf = new Map(subjectVariables.map(({ column, name }) => [column, name]));
/** Of an adverse event: which it is, not what is said of it. */
const idsOfEvent = new Set(['id', 'centre_id', 'patient_id', 'term', 'grade', 'started_day', 'resolved_day']);

/** What is between two states of one patient. */
export function changeOf({ before, after }: PatientAtTwo): ChangedPatient {
  const { centre, code } = (after ?? before)?.subject ?? {};
  const values = before && after ? changedValues(before, after) : [];
  return {
    centre: shown(centre) ?? '',
    code: shown(code) ?? '',
    change: before === null ? 'entered' : after === null ? 'removed' : 'changed',
    values,
  };
}

function changedValues(before: Kept, after: Kept): ChangedValue[] {
  const [was, becomes] = [flat(before.subject), flat(after.subject)];
  const older = [was, becomes].find((row) => !sinceThen.some((name) => name in row));
  // What a row could not keep has not changed.
  const isCompared = (name: string) =>
    !notCompared.has(name) && !(older && laterColumns.includes(name) && !(name in older));
  const columns = [...new Set([...Object.keys(was), ...Object.keys(becomes)])].filter(isCompared);
  const inOrder = columns.toSorted((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
  const values = inOrder.flatMap((column) => {
    const [old, now] = [shown(was[column]), shown(becomes[column])];
    return old === now ? [] : [{ field: variableOf.get(column) ?? column, before: old, after: now }];
  });
  return [...values, ...changedEvents(before.events, after.events)];
}

/** Fields of the study beside the columns, under the keys by which they are known everywhere. */
function flat(subject: Kept['subject']): Kept['subject'] {
  const { own } = subject;
  const fields = Object.entries(typeof own === 'object' && own !== null ? own : {});
  return {
    ...subject,
    ...Object.fromEntries(fields.map(([key, value]) => [isOwnKey(key) ? key : `own_${key}`, value])),
  };
}

const places = new Map(subjectVariables.map(({ column }, place) => [column, place]));
function placeOf(column: string): number {
  return places.get(column) ?? subjectVariables.length;
}

/** Events are known by their ids: one that is corrected is one line, with both of its states. */
function changedEvents(before: Kept['events'], after: Kept['events']): ChangedValue[] {
  const [was, becomes] = [byId(before), byId(after)];
  return [...new Set([...was.keys(), ...becomes.keys()])].flatMap((id) => {
    const [old, now] = [was.get(id), becomes.get(id)];
    if (old && now && JSON.stringify(old) === JSON.stringify(now)) return [];
    const told = old && now ? Object.keys({ ...old, ...now }).filter((key) => shown(old[key]) !== shown(now[key])) : [];
    return [{ field: 'adverseEvents', before: eventText(old, told), after: eventText(now, told) }];
  });
}

function byId(events: Kept['events']): Map<string, Kept['events'][number]> {
  return new Map(events.map((event) => [String(event['id']), event]));
}

/** Term, grade and start, and what else differs. */
function eventText(event: Kept['events'][number] | undefined, told: readonly string[]): string | null {
  if (!event) return null;
  const more = told
    .filter((key) => !idsOfEvent.has(key) && key !== 'started_on')
    .map((key) => `${key.replaceAll('_', ' ')}: ${shown(event[key]) ?? '–'}`);
  const start = shown(event['started_on']);
  return [`${shown(event['term'])} ${shown(event['grade'])}`, ...(start ? [start] : []), ...more].join(', ');
}

/** Settings that are younger than snapshots: what one could not keep has not changed. */
const laterSettings: readonly string[] = ['scoreOfPatient', 'scoreThresholds', 'confirmationDays'];

/** Of the snapshot, not of the study: a later version of the portal keeps more. */
const ofSnapshot = 'parts';

/** Settings of the study that differ, by the names under which a snapshot keeps them. */
export function changedSettings(before: SettingsRow, after: SettingsRow): ChangedValue[] {
  const isCompared = (field: string) =>
    field !== ofSnapshot && (!laterSettings.includes(field) || (field in before && field in after));
  return Object.keys({ ...before, ...after })
    .filter(isCompared)
    .flatMap((field) => {
      const [old, now] = [before, after].map((settings) => shownSetting(field, settings[field]));
      return old === now ? [] : [{ field, before: old ?? null, after: now ?? null }];
    });
}

/** Recipes by their names, since their ids say nothing to anybody; thresholds with the model that each is of. */
function shownSetting(field: string, value: unknown): string | null {
  if (!Array.isArray(value)) return shown(value);
  if (field === 'comparedRecipes') {
    return value.map((recipe: { readonly name?: unknown }) => String(recipe.name)).join(', ');
  }
  if (field !== 'scoreThresholds') return shown(value);
  const named = value as readonly { readonly model_name: string; readonly threshold: number }[];
  return named.map(({ model_name: model, threshold }) => `${model}: ${threshold}`).join(', ');
}

function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
