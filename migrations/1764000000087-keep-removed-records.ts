import { type MigrationInterface, type QueryRunner } from 'typeorm';

const forms = [
  'demographics',
  'eligibility',
  'baseline',
  'treatment',
  'tumour_assessment',
  'adverse_event',
  'follow_up',
  'slide',
  'imported_score',
] as const;

/**
 * A record is removed for a reason and may be put back. Its row is deleted, so that no query has to leave it out, and its
 * last values are kept here with who removed it, when and why. A patient who was entered by mistake goes the same way, and
 * with them every record: what was removed together has one `removal`.
 *
 * The trail tells a restored record from a new one by its version, which continues where it ended.
 */
export class KeepRemovedRecords1764000000087 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.removed_record (
        -- The record's own, and of a patient theirs.
        id uuid primary key,
        removal uuid not null,
        patient_id uuid not null,
        patient_code text not null,
        centre_id int not null references portal.centre,
        -- The table of its form, or 'patient'.
        form text not null check (form ~ '^[a-z]+(_[a-z]+)*$'),
        version int not null,
        -- By field, those of the study among them; a value that was missing has no entry.
        "values" jsonb not null,
        removed_at timestamptz not null default clock_timestamp(),
        removed_by text not null,
        reason text not null check (reason <> ''),
        -- Of a patient whose records were moved to another: that one.
        merged_into uuid,
        check (merged_into is null or form = 'patient')
      );
      create index removed_record_patient on portal.removed_record (centre_id, patient_id);
      create index removed_record_removal on portal.removed_record (removal);

      alter table portal.removed_record enable row level security;
      alter table portal.removed_record force row level security;
      create policy owner_reads on portal.removed_record for select to current_user using (true);
      create policy read_own_centre on portal.removed_record for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy add_to_own_centre on portal.removed_record for insert to portal_app
        with check (centre_id = any ((select portal.writable_centres())::int[]));
      create policy restore_in_own_centre on portal.removed_record for delete to portal_app
        using (centre_id = any ((select portal.writable_centres())::int[]));
      grant select, insert, delete on portal.removed_record to portal_app;

      -- The codes that patients had before they were corrected: whoever looks for one in the trail finds its patient.
      create table portal.former_code (
        centre_id int not null references portal.centre on delete cascade,
        code text not null,
        patient_id uuid not null,
        primary key (centre_id, code, patient_id)
      );
      alter table portal.former_code enable row level security;
      alter table portal.former_code force row level security;
      create policy read_own_centre on portal.former_code for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy add_to_own_centre on portal.former_code for insert to portal_app
        with check (centre_id = any ((select portal.writable_centres())::int[]));
      grant select, insert on portal.former_code to portal_app;

      create function portal.let_rows_be_removed(table_name text) returns void language plpgsql as $$
      begin
        execute format('create policy remove_in_own_centre on portal.%I for delete to portal_app
          using (centre_id = any ((select portal.writable_centres())::int[]))', table_name);
        execute format('grant delete on portal.%I to portal_app', table_name);
      end $$;
      revoke execute on function portal.let_rows_be_removed(text) from public;
    `);
    for (const table of ['patient', ...forms]) await db.query(`select portal.let_rows_be_removed('${table}')`);

    await db.query(`
      create or replace function portal.write_audit_of_added() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, study_id, reason, request_id, changes)
        select (select portal.asker()), (select coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker())),
          case when (entry ->> 'version')::int > 1 then 'restore' else 'create' end, tg_table_name,
          (entry ->> 'id')::uuid, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, c.id, c.study_id,
          (select nullif(current_setting('app.reason', true), '')), (select nullif(current_setting('app.request_id', true), '')),
          (select coalesce(jsonb_object_agg(key, jsonb_build_array(null, value)), '{}')
           from jsonb_each(portal.audited_columns(entry)) where value <> 'null')
        from (select portal.with_own(to_jsonb(becomes)) as entry from becomes offset 0) added
        join portal.centre c on c.id = (entry ->> 'centre_id')::int;
        return null;
      end $$;

      -- Removed records count, since they may be put back: a code that one of them has stays.
      create or replace function portal.values_of_field(study int, field_name text) returns table (value jsonb, records int)
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        form_table text;
      begin
        if not may_in_study('manageStudy', study) then return; end if;
        select f.form into form_table from study_field f where f.study_id = study and f.name = field_name;
        if form_table is null then return; end if;
        form_table := lower(regexp_replace(form_table, '([A-Z])', '_\\1', 'g'));
        return query execute format(
          'select held.value, count(*)::int from (
             select r.own -> $2 as value, r.centre_id from portal.%I r where r.own ? $2
             union all
             select r."values" -> $2, r.centre_id from portal.removed_record r where r.form = $3 and r."values" ? $2
           ) held join portal.centre c on c.id = held.centre_id
           where c.study_id = $1 group by 1',
          form_table) using study, 'own_' || field_name, form_table;
      end $$;

      -- A centre of a removed patient is in use.
      create or replace function portal.use_of_study(study int)
      returns table (first_enrolled_on date, arms text[], centres text[], forms text[])
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        ids int[] := array(select c.id from centre c where c.study_id = study);
        form text;
        is_used boolean;
      begin
        if session_user = 'portal_app' and not portal.may_in_study('manageStudy', study) then return; end if;
        select min(t.day) into first_enrolled_on from (
          select d.enrolled_on as day from demographics d where d.centre_id = any (ids)
          union all select r.started_on from treatment r where r.centre_id = any (ids)
        ) t;
        arms := array(select distinct r.arm from treatment r where r.centre_id = any (ids) and r.arm is not null order by 1);
        centres := array(
          select c.code from centre c where c.study_id = study and (
            exists (select from patient p where p.centre_id = c.id) or exists (select from membership m where m.centre_id = c.id)
            or exists (select from invitation i where i.centre_id = c.id)
            or exists (select from removed_record r where r.centre_id = c.id)
          ) order by 1
        );
        forms := '{}';
        -- The tables of forms are those whose changes touch the analysis row.
        for form in select distinct r.relname::text from pg_trigger g join pg_class r on r.oid = g.tgrelid
          where g.tgfoid = 'portal.note_records()'::regprocedure order by 1 loop
          execute format('select exists (select from portal.%I where centre_id = any ($1))', form) into is_used using ids;
          if is_used then forms := forms || form; end if;
        end loop;
        return next;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
