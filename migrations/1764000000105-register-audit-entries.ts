import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Which sealed entries of the trail changed a field or have a reason, batch by batch of their chain, so that a page
 * filtered by either does not read through the study. Writers do not wait for it: the API calls register_audit after
 * sealing, until no whole batch is left; what follows the last batch is looked at directly. Of the entries that there
 * are already, too.
 *
 * It only says where to look: every entry is then read from the trail, under its policies and the whole filter.
 */
export class RegisterAuditEntries1764000000105 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.audit_register (
        -- The study, or 0; sequence numbers batch * size + 1 to (batch + 1) * size of its chain.
        chain int not null,
        batch int not null,
        centre_id int,
        -- Whether these are entries of records, which members of the centre may read.
        of_records boolean not null,
        action text not null,
        -- The column that all of these entries changed; null where it is their reasons.
        field text,
        -- In lower case, each once, a line for each.
        reasons text,
        forms text[] not null,
        user_ids text[] not null,
        earliest_at timestamptz not null,
        earliest_id bigint not null,
        latest_at timestamptz not null,
        latest_id bigint not null,
        -- At most 128 of a field, 32 of reasons, which are looked at one by one; oldest first.
        entry_ids bigint[] not null,
        check ((field is null) <> (reasons is null))
      );
      create index audit_register_batch on portal.audit_register (chain, batch);
      create index audit_register_field on portal.audit_register (chain, field, latest_at, latest_id) where field is not null;
      create index audit_register_reasons on portal.audit_register (chain, latest_at, latest_id) where reasons is not null;
      alter table portal.audit_register enable row level security;
      alter table portal.audit_register force row level security;
      create policy owner_registers on portal.audit_register to current_user using (true) with check (true);
      -- As the entries themselves.
      create policy read_records_of_own_centre on portal.audit_register for select to portal_app
        using (of_records and centre_id = any ((select portal.readable_centres())::int[]));
      create policy read_audit_of_study on portal.audit_register for select to portal_app
        using (chain = any ((select portal.auditable_studies())::int[]));
      create policy read_audit_of_portal on portal.audit_register for select to portal_app
        using (chain = 0 and (select portal.asker_may('readPortalAudit')));
      grant select on portal.audit_register to portal_app;

      -- How many batches of each chain are registered.
      create table portal.audit_registered (chain int primary key, batches int not null);
    `);

    await db.query(`
      create function portal.audit_batch_size() returns int language sql immutable parallel safe return 4096;

      -- What the register has to hold of a batch.
      create function portal.audit_register_of(study int, which int) returns setof portal.audit_register
      language sql stable set search_path = portal, pg_temp set jit = off as $$
        with entries as materialized (
          select e.*, e.centre_id is not null and e.patient_id is not null as of_records
          from portal.audit_seal s join portal.audit_entry e on e.id = s.entry_id
          where s.chain = study and s.sequence > which::bigint * portal.audit_batch_size()
            and s.sequence <= (which + 1)::bigint * portal.audit_batch_size()
        ),
        parts as (
          select centre_id, of_records, action, key as field, null as reason, form, user_id, at, id
          from entries cross join lateral jsonb_object_keys(case jsonb_typeof(changes) when 'object' then changes else '{}' end) key
          union all
          select centre_id, of_records, action, null, lower(reason), form, user_id, at, id from entries where reason is not null
        ),
        numbered as (
          select *, (row_number() over (partition by centre_id, of_records, action, field order by at, id) - 1)
            / case when field is null then 32 else 128 end as slice
          from parts
        )
        select study, which, centre_id, of_records, action, field, string_agg(distinct reason, e'\\n' order by reason),
          coalesce(array_agg(distinct form) filter (where form is not null), '{}'), array_agg(distinct user_id),
          min(at), (array_agg(id order by at, id))[1], max(at), (array_agg(id order by at desc, id desc))[1],
          array_agg(id order by at, id)
        from numbered group by centre_id, of_records, action, field, slice
      $$;

      -- Registers the next batch of at most that many chains; returns of how many.
      create function portal.register_audit(most int) returns int
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        due record;
        done int := 0;
      begin
        -- The sealer's own: a batch is registered once, and what it holds is sealed.
        perform pg_advisory_xact_lock(hashtext('portal.audit_seal'), 0);
        for due in
          select c.chain, coalesce(r.batches, 0) as batches
          from (select 0 as chain union all select id from portal.study) c
          left join portal.audit_registered r on r.chain = c.chain
          cross join lateral (
            select s.sequence from portal.audit_seal s where s.chain = c.chain order by s.sequence desc limit 1
          ) h
          where h.sequence >= (coalesce(r.batches, 0) + 1)::bigint * portal.audit_batch_size()
          order by c.chain limit most
        loop
          insert into portal.audit_register select * from portal.audit_register_of(due.chain, due.batches);
          insert into portal.audit_registered values (due.chain, due.batches + 1)
            on conflict (chain) do update set batches = excluded.batches;
          done := done + 1;
        end loop;
        return done;
      end $$;

      -- The entries of a study that the register does not have yet, and those of any that are not sealed: ids and nothing of an
      -- entry. Null if there are more than most.
      create function portal.audit_unregistered(study int, most int) returns bigint[]
      language sql stable security definer set search_path = portal, pg_temp as $$
        select case when count(*) <= most then coalesce(array_agg(entry_id), '{}') end
        from (
          -- In the order of the index, which is then read as far as the end of the register.
          (select s.entry_id from portal.audit_seal s
           where s.chain = study and s.sequence > portal.audit_batch_size()
             * coalesce((select r.batches from portal.audit_registered r where r.chain = study), 0)::bigint
           order by s.sequence desc limit most + 1)
          union all
          select u.entry_id from portal.audit_unsealed u
          limit most + 1
        ) waiting
      $$;
      revoke execute on function portal.audit_register_of, portal.register_audit, portal.audit_unregistered from public;
      grant execute on function portal.register_audit, portal.audit_unregistered to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
