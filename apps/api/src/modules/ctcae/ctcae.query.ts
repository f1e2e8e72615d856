import { type ImportedTerm, learnCtcaeTerms } from '@haim/schema';

/** What sends a statement: a transaction of the application, or a connection of the owner. */
export interface Statements {
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
}

/** The terms that were imported into the portal; none where none were. */
export function readImportedTerms({ rows }: Statements): Promise<ImportedTerm[]> {
  return rows<ImportedTerm>(
    `select name, organ_class as "organClass", grades, definition, note from portal.ctcae_term order by name`,
  );
}

/** Makes them names like the others in this process. @returns them. */
export async function learnImportedTerms(statements: Statements): Promise<ImportedTerm[]> {
  const terms = await readImportedTerms(statements);
  learnCtcaeTerms(terms);
  return terms;
}

/** How the stored terms change by a workbook. */
export interface CtcaeChange {
  readonly terms: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Stores these terms in the place of those that are stored; what is the same is not written. */
export async function storeImportedTerms(
  statements: Statements,
  terms: readonly ImportedTerm[],
  by: string,
): Promise<CtcaeChange> {
  const [counted] = await statements.rows<Omit<CtcaeChange, 'terms'>>(
    `with given as (
       select g.name, g."organClass" as organ_class, array(select jsonb_array_elements_text(g.grades)) as grades, g.definition, g.note
       from jsonb_to_recordset($1::jsonb) as g(name text, "organClass" text, grades jsonb, definition text, note text)
     ), gone as (
       delete from portal.ctcae_term t where not exists (select from given g where g.name = t.name) returning t.name
     ), stored as (
       insert into portal.ctcae_term as t (name, organ_class, grades, definition, note, imported_by)
       select name, organ_class, grades, definition, note, $2 from given
       on conflict (name) do update set organ_class = excluded.organ_class, grades = excluded.grades,
         definition = excluded.definition, note = excluded.note, imported_at = now(), imported_by = excluded.imported_by
       where (t.organ_class, t.grades, t.definition, t.note)
         is distinct from (excluded.organ_class, excluded.grades, excluded.definition, excluded.note)
       returning (xmax = 0) as is_new
     )
     select (select count(*)::int from stored where is_new) as added, (select count(*)::int from stored where not is_new) as changed,
       (select count(*)::int from gone) as removed`,
    [JSON.stringify(terms), by],
  );
  return { terms: terms.length, ...(counted ?? { added: 0, changed: 0, removed: 0 }) };
}
