import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A condition may compare two variables of a patient (`lessThan`); otherwise that of 1764000000120. */
export class CompareTwoVariables1764000000241 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What \`row_values\` have of a variable, as JSON; null where nothing is recorded.
      create function portal.value_judged(name text, row_values jsonb) returns jsonb
      language sql immutable parallel safe set search_path = portal, pg_temp
      return case when name like 'own\\_%' then row_values -> 'own' -> name
        else row_values -> lower(regexp_replace(name, '([A-Z])', '_\\1', 'g')) end;

      create or replace function portal.filter_judged(filter jsonb, row_values jsonb) returns boolean
      language plpgsql immutable parallel safe set search_path = portal, pg_temp as $$
      declare
        part jsonb;
        answer boolean;
        is_open boolean := false;
        value jsonb;
        word text;
        ends jsonb;
        other jsonb;
      begin
        if filter ? 'not' then return not portal.filter_judged(filter -> 'not', row_values); end if;
        if filter ? 'and' then
          for part in select jsonb_array_elements(filter -> 'and') loop
            answer := portal.filter_judged(part, row_values);
            if not answer then return false; end if;
            is_open := is_open or answer is null;
          end loop;
          return case when not is_open then true end;
        end if;
        if filter ? 'or' then
          for part in select jsonb_array_elements(filter -> 'or') loop
            answer := portal.filter_judged(part, row_values);
            if answer then return true; end if;
            is_open := is_open or answer is null;
          end loop;
          return case when not is_open then false end;
        end if;
        value := portal.value_judged(filter ->> 'variable', row_values);
        word := value #>> '{}';
        if filter ? 'isMissing' then return (word is null) = (filter ->> 'isMissing')::boolean; end if;
        if word is null then return null; end if;
        if filter ? 'in' then return (filter -> 'in') ? word; end if;
        if filter ? 'notIn' then return not (filter -> 'notIn') ? word; end if;
        if filter ? 'contains' then return position(lower(filter ->> 'contains') in lower(word)) > 0; end if;
        if filter ? 'lessThan' then
          other := portal.value_judged(filter ->> 'lessThan', row_values);
          return case when jsonb_typeof(value) = 'number' and jsonb_typeof(other) = 'number' then word::float8 < (other #>> '{}')::float8
            when jsonb_typeof(value) = 'string' and jsonb_typeof(other) = 'string' then word collate "C" < (other #>> '{}') end;
        end if;
        ends := filter -> 'between';
        if jsonb_typeof(ends -> 0) = 'string' or jsonb_typeof(ends -> 1) = 'string' then
          if jsonb_typeof(value) = 'number' then return null; end if;
          return (word collate "C" >= (ends ->> 0)) is not false and (word collate "C" <= (ends ->> 1)) is not false;
        end if;
        if jsonb_typeof(value) <> 'number' then return null; end if;
        return (word::float8 >= (ends ->> 0)::float8) is not false and (word::float8 <= (ends ->> 1)::float8) is not false;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
