import { columnOf, forms, formsForTwoLists } from '@haim/schema';
import { type Client } from 'pg';

/** What the database pairs the records of two entries by, where it is not what the forms declare. Nothing where it is. */
export async function draftEntryKeys(client: Client): Promise<string[]> {
  const declared = forms
    .filter(({ name }) => formsForTwoLists.includes(name))
    .map(({ name, key }) => ({ name, columns: key.map(columnOf) }));
  const { rows } = await client.query<{ name: string; columns: string[] | null }>(
    `select name, case when to_regprocedure('portal.key_of_form(text)') is not null then portal.key_of_form(name) end as columns
     from unnest($1::text[]) name`,
    [forms.map(({ name }) => name)],
  );
  const stored = rows.flatMap(({ name, columns }) => (columns === null ? [] : [{ name, columns }]));
  const text = (keys: typeof declared): string => JSON.stringify(keys.map(({ name, columns }) => [name, ...columns]));
  if (text(declared) === text(stored as typeof declared)) return [];
  const cases = declared.map(({ name, columns }) => `WHEN '${name}' THEN array[${columns.map((one) => `'${one}'`).join(', ')}]`);
  return [
    `CREATE OR REPLACE FUNCTION portal.key_of_form(form text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE form ${cases.join(' ')} END;`,
  ];
} // prettier-ignore
