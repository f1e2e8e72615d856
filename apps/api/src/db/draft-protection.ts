import { forms } from '@haim/schema';
import { type Client } from 'pg';
import { tableOf } from './entity-from-form.ts';

interface Table {
  readonly name: string;
  readonly isOfPatient: boolean;
  readonly isProtected: boolean;
  readonly isRemovable: boolean;
  readonly triggers: readonly string[];
}

/**
 * What the tables of the forms lack besides columns: the foreign key that holds a record to its patient's centre,
 * row-level security with policies and grants, the audit, and the triggers that keep the analysis row and the study's
 * version up to date. Nothing where they fit.
 */
export async function draftProtection(client: Client): Promise<string[]> {
  const { rows } = await client.query<Table>(
    `select t.name,
       exists (select from pg_constraint where conrelid = c.oid and conname = t.name || '_of_patient') as "isOfPatient",
       coalesce(c.relrowsecurity and c.relforcerowsecurity, false) as "isProtected",
       exists (select from pg_policy where polrelid = c.oid and polname = 'remove_in_own_centre') as "isRemovable",
       coalesce(array_agg(g.tgname::text) filter (where g.tgname is not null), '{}') as triggers
     from unnest($1::text[]) with ordinality t(name, nth)
     left join pg_class c on c.oid = to_regclass('portal.' || t.name)
     left join pg_trigger g on g.tgrelid = c.oid
     group by t.nth, t.name, c.oid, c.relrowsecurity, c.relforcerowsecurity order by t.nth`,
    [forms.map((form) => tableOf(form))],
  );
  return rows.flatMap((table) => [...missingGuards(table), ...missingNotes(table)]);
}

function missingGuards({ name, isOfPatient, isProtected, isRemovable, triggers }: Table): string[] {
  const relation = `ALTER TABLE portal.${name} ADD CONSTRAINT ${name}_of_patient FOREIGN KEY (centre_id, patient_id) REFERENCES portal.patient (centre_id, id);`;
  return [
    ...(isOfPatient ? [] : [relation]),
    // Protecting includes auditing.
    ...(isProtected ? [] : [`SELECT portal.protect_rows_of_centre('${name}');`]),
    ...(isProtected && !triggers.includes('hold_added') ? [`SELECT portal.hold_rows('${name}');`] : []),
    ...(isProtected && !triggers.includes('verify_changed') ? [`SELECT portal.verify_rows('${name}');`] : []),
    ...(triggers.includes('confirmed_changed')
      ? []
      : [`SELECT portal.confirm_rows('${name}');`, `SELECT portal.check_rows('${name}');`]),
    ...(isProtected && !triggers.includes('audit_added') ? [`SELECT portal.audit_rows('${name}');`] : []),
    ...(isRemovable ? [] : [`SELECT portal.let_rows_be_removed('${name}');`]),
  ];
}

function missingNotes({ name, triggers }: Table): string[] {
  return notes
    .filter(([trigger]) => !triggers.includes(trigger))
    .map(
      ([trigger, event, rows]) =>
        `CREATE TRIGGER ${trigger} AFTER ${event} ON portal.${name}${rows && ` REFERENCING ${rows}`} FOR EACH STATEMENT EXECUTE FUNCTION portal.${rows ? 'note_records' : 'note_truncation'}();`,
    );
}

/** Trigger, event, and the rows that it looks at. */
const notes = [
  ['note_added', 'INSERT', 'NEW TABLE AS becomes'],
  ['note_changed', 'UPDATE', 'OLD TABLE AS was NEW TABLE AS becomes'],
  ['note_removed', 'DELETE', 'OLD TABLE AS was'],
  ['note_truncation', 'TRUNCATE', ''],
] as const;
