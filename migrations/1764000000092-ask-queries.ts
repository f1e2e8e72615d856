import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Queries on what is recorded: raised by who compares records with their sources, answered by who enters, closed by who
 * may raise. The application adds messages; what a message does to the state of its query is done here by a trigger, for
 * the version that its author had read, and no message is ever rewritten.
 */
export class AskQueries1764000000092 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into portal.role_right (role, right_name)
        values ('administrator', 'raiseQueries'), ('dataManager', 'raiseQueries'), ('monitor', 'raiseQueries');

      -- The centres for which the asker of this transaction may raise queries.
      create function portal.raising_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.raise_centres', true), '')::int[]);

      create table portal.data_query (
        id uuid primary key default gen_random_uuid(),
        -- The order in which they were raised: pages of a list go by it.
        place bigint not null generated always as identity,
        centre_id int not null references portal.centre,
        -- Not held to a row: what was asked about a patient who is removed is there again with the patient.
        patient_id uuid not null,
        -- The name of the form.
        form text not null,
        -- Null: about the form as a whole, of which the patient may have no record.
        record_id uuid,
        -- The name of the field; null: about all of it.
        field text,
        state text not null default 'open' check (state in ('open', 'answered', 'closed')),
        raised_at timestamptz not null default now(),
        raised_by text not null,
        user_id text not null default portal.asker(),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (centre_id, patient_id, id)
      );
      create index data_query_list on portal.data_query (centre_id, state, place);

      create table portal.data_query_message (
        id uuid primary key default gen_random_uuid(),
        place bigint not null generated always as identity,
        query_id uuid not null,
        centre_id int not null,
        patient_id uuid not null,
        kind text not null check (kind in ('raised', 'answered', 'remarked', 'closed', 'reopened')),
        message text not null check (length(message) <= 2000 and (kind = 'closed' or length(btrim(message)) > 0)),
        -- The version of the query that its author had read.
        seen int not null,
        said_at timestamptz not null default clock_timestamp(),
        user_id text not null default portal.asker(),
        updated_by text not null,
        foreign key (centre_id, patient_id, query_id) references portal.data_query (centre_id, patient_id, id)
      );
      create index data_query_message_query on portal.data_query_message (query_id, place);

      create function portal.move_data_query() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if new.kind = 'raised' then
          if exists (select from data_query_message m where m.query_id = new.query_id and m.id <> new.id) then
            raise exception 'a query is raised once' using errcode = 'object_not_in_prerequisite_state';
          end if;
          return null;
        end if;
        update data_query q
          set state = case new.kind when 'answered' then 'answered' when 'closed' then 'closed' when 'reopened' then 'open' else q.state end,
            version = q.version + 1, updated_at = now(), updated_by = new.updated_by
          where q.id = new.query_id and q.version = new.seen and q.state = any (case new.kind
            when 'answered' then array['open'] when 'reopened' then array['answered', 'closed'] else array['open', 'answered'] end);
        if not found then
          raise exception 'the query has moved on, or does not take this' using errcode = 'object_not_in_prerequisite_state';
        end if;
        return null;
      end $$;
      revoke execute on function portal.move_data_query from public;
      create trigger move_query after insert on portal.data_query_message
        for each row execute function portal.move_data_query();

      select portal.audit_rows('data_query');
      select portal.audit_rows('data_query_message');
    `);
    for (const table of ['data_query', 'data_query_message']) {
      await db.query(`
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy owner_keeps on portal.${table} to current_user using (true) with check (true);
        create policy read_own_centre on portal.${table} for select to portal_app
          using (centre_id = any ((select portal.readable_centres())::int[]));
      `);
    }
    await db.query(`
      create policy raise_in_own_centre on portal.data_query for insert to portal_app
        with check (centre_id = any ((select portal.raising_centres())::int[]) and user_id = portal.asker());
      create policy say_in_own_centre on portal.data_query_message for insert to portal_app with check (
        user_id = portal.asker() and (
          kind in ('raised', 'remarked', 'closed', 'reopened') and centre_id = any ((select portal.raising_centres())::int[])
          or kind in ('answered', 'remarked') and centre_id = any ((select portal.writable_centres())::int[])));
      grant select, insert (id, centre_id, patient_id, form, record_id, field, raised_by, updated_by) on portal.data_query to portal_app;
      grant select, insert (query_id, centre_id, patient_id, kind, message, seen, updated_by) on portal.data_query_message to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
