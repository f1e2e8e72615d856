import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Readings of response by two readers who know neither arm nor outcome, and by a third person where they differ.
 *
 * A case is what readers may know of a patient: a number drawn at random and the days of the images. Which patient it is,
 * and which assessments, is a table of its own that readers do not reach. A reading is one person's measurements of a case.
 * The database itself compares the two once both are handed in, since neither reader may see the other's, and keeps what
 * was handed in from being changed.
 */
export class ReadResponsesBlind1764000000082 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into portal.role_right (role, right_name) values ('reader', 'readBlind'), ('adjudicator', 'adjudicate'),
        ('administrator', 'assignReadings'), ('dataManager', 'assignReadings');

      create function portal.blind_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.blind_centres', true), '')::int[]);
      create function portal.adjudicable_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.adjudication_centres', true), '')::int[]);
      create function portal.assignable_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.assignment_centres', true), '')::int[]);

      -- By what rule two readings differ, and where the study departs from the published criteria.
      create table portal.reading_plan (
        study_id int primary key references portal.study,
        discordance text not null check (discordance in ('overall', 'progression', 'best')),
        absolute_increase_mm float8 not null check (absolute_increase_mm between 0 and 100),
        stable_from_day int not null check (stable_from_day between 0 and 1000),
        confirmation_days int not null check (confirmation_days between 0 and 1000),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null
      );

      create table portal.reading_case (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        number int not null check (number between 100000 and 999999),
        -- Study days of the images, the baseline first.
        days float8[] not null check (cardinality(days) between 2 and 50),
        -- As the plan of the study was when the case was made.
        discordance text not null check (discordance in ('overall', 'progression', 'best')),
        absolute_increase_mm float8 not null default 0,
        stable_from_day int not null default 0,
        confirmation_days int not null default 0,
        reader_ids text[] not null check (cardinality(reader_ids) = 2 and reader_ids[1] <> reader_ids[2]),
        adjudicator_id text not null check (adjudicator_id <> all (reader_ids)),
        state text not null default 'reading' check (state in ('reading', 'discordant', 'accepted')),
        differs boolean,
        accepted_id uuid,
        created_at timestamptz not null default now(),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (centre_id, id),
        unique (centre_id, number),
        check ((state = 'accepted') = (accepted_id is not null)),
        check ((state = 'reading') = (differs is null))
      );

      create table portal.reading_link (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null,
        centre_id int not null,
        patient_id uuid not null,
        -- In the order of the days of the case.
        assessment_ids uuid[] not null,
        -- The reading that was stored with the patient's records, and why the accepted one could not be.
        stored_reading_id uuid,
        stored_at timestamptz,
        fault text,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (centre_id, case_id),
        foreign key (centre_id, case_id) references portal.reading_case (centre_id, id),
        foreign key (centre_id, patient_id) references portal.patient (centre_id, id)
      );
      create index reading_link_patient on portal.reading_link (centre_id, patient_id);

      create table portal.reading (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null,
        centre_id int not null,
        slot text not null check (slot in ('first', 'second', 'adjudication')),
        user_id text not null,
        state text not null default 'open' check (state in ('open', 'submitted')),
        -- [{ "id", "role", "organ", "diametersMm", "states" }] with one diameter or state a day, and whether one is new.
        lesions jsonb not null default '[]' check (jsonb_typeof(lesions) = 'array'),
        new_lesion boolean[] not null default '{}',
        -- What follows from them: of each day, then in all. The baseline has no response.
        derived jsonb,
        overall text[],
        best text check (best in ('CR', 'PR', 'SD', 'PD', 'NE')),
        progression_day float8,
        -- Of an adjudication that takes the reading of one of the two.
        chosen_id uuid,
        remark text check (length(remark) between 1 and 2000),
        submitted_at timestamptz,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (centre_id, id),
        unique (centre_id, case_id, slot),
        -- Whoever reads a case does not adjudicate it.
        unique (centre_id, case_id, user_id),
        foreign key (centre_id, case_id) references portal.reading_case (centre_id, id),
        foreign key (centre_id, chosen_id) references portal.reading (centre_id, id),
        check (chosen_id is null or slot = 'adjudication'),
        check ((state = 'submitted') = (submitted_at is not null)),
        check (state = 'open' or chosen_id is not null or (derived is not null and overall is not null and best is not null))
      );
      create index reading_user on portal.reading (user_id, state);
    `);

    await db.query(`
      -- What was handed in is fixed: it is opened again, by somebody else, and then handed in anew.
      create function portal.keep_reading_fixed() returns trigger language plpgsql as $$
      begin
        -- What the comparison of two readings does, it does as the owner.
        if current_user <> 'portal_app' then return new; end if;
        if (old.id, old.case_id, old.centre_id, old.slot, old.user_id) is distinct from (new.id, new.case_id, new.centre_id, new.slot, new.user_id) then
          raise exception 'a reading stays with its case and its reader' using errcode = 'restrict_violation';
        end if;
        if old.state = 'submitted' and (new.state = 'submitted' or old.user_id = portal.asking_user()) then
          raise exception 'a reading that was handed in is fixed' using errcode = 'restrict_violation', constraint = 'reading_is_fixed';
        end if;
        if old.user_id <> portal.asking_user() and (new.state <> 'open'
          or (old.lesions, old.new_lesion, old.derived, old.overall, old.best, old.progression_day, old.chosen_id, old.remark)
            is distinct from (new.lesions, new.new_lesion, new.derived, new.overall, new.best, new.progression_day, new.chosen_id, new.remark)) then
          raise exception 'a reading is its reader''s' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger keep_fixed before update on portal.reading for each row execute function portal.keep_reading_fixed();

      -- Runs as the owner: whoever hands in a reading may not see the other one. Two who hand in at once wait for each other.
      create function portal.settle_reading_case() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        c reading_case;
        one reading;
        two reading;
        third reading;
        differ boolean;
        accepted uuid;
      begin
        select * into strict c from reading_case where id = new.case_id for update;
        select * into strict one from reading where case_id = c.id and slot = 'first';
        select * into strict two from reading where case_id = c.id and slot = 'second';
        select * into strict third from reading where case_id = c.id and slot = 'adjudication';
        if one.state = 'submitted' and two.state = 'submitted' then
          differ := case c.discordance when 'overall' then one.overall is distinct from two.overall
            when 'progression' then one.progression_day is distinct from two.progression_day
            else one.best is distinct from two.best end;
          if not differ then accepted := one.id;
          elsif third.state = 'submitted' then accepted := coalesce(third.chosen_id, third.id);
          end if;
        end if;
        update reading_case set differs = differ, accepted_id = accepted,
            state = case when differ is null then 'reading' when accepted is null then 'discordant' else 'accepted' end,
            version = version + 1, updated_at = now(), updated_by = new.updated_by
          where id = c.id and (differs, accepted_id) is distinct from (differ, accepted);
        -- A decision between two readings is not one between others.
        if third.state = 'submitted' and differ is not true then
          update reading set state = 'open', submitted_at = null, chosen_id = null, version = version + 1, updated_at = now(),
              updated_by = new.updated_by
            where id = third.id;
        end if;
        return null;
      end $$;
      revoke execute on function portal.settle_reading_case from public;
      create trigger settle_case after update on portal.reading
        for each row when (old.state <> new.state) execute function portal.settle_reading_case();

      -- Who may be given cases of a study, and at which centres, for those who assign them: memberships show everybody only
      -- their own. Whoever may read records of the study by another role is not blind.
      create function portal.blind_members(study int) returns table (user_id text, right_name text, centres int[])
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      begin
        if session_user = 'portal_app' and not portal.may_in_study('assignReadings', study) then return; end if;
        return query
          select m.user_id, r.right_name, array_agg(distinct c.id order by c.id)
          from membership m
          join role_right r on r.role = m.role and r.right_name in ('readBlind', 'adjudicate')
          join centre c on c.study_id = m.study_id and (m.centre_id is null or c.id = m.centre_id)
          where m.study_id = study and not exists (
            select from membership o join role_right p on p.role = o.role and p.right_name = 'readRecords'
            where o.study_id = study and o.user_id = m.user_id
          )
          group by m.user_id, r.right_name;
      end $$;
      revoke execute on function portal.blind_members from public;
      grant execute on function portal.blind_members to portal_app;
    `);

    for (const table of ['reading_plan', 'reading_case', 'reading_link', 'reading']) {
      await db.query(`
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy owner_keeps on portal.${table} to current_user using (true) with check (true);
      `);
    }
    await db.query(`
      select portal.audit_rows_of_study('reading_plan', 'discordance');
      create policy read_with_records on portal.reading_plan for select to portal_app using (
        exists (select from portal.centre c where c.study_id = reading_plan.study_id
          and c.id = any ((select portal.readable_centres())::int[])));
      create policy add on portal.reading_plan for insert to portal_app with check (portal.may_in_study('assignReadings', study_id));
      create policy change on portal.reading_plan for update to portal_app
        using (portal.may_in_study('assignReadings', study_id)) with check (portal.may_in_study('assignReadings', study_id));
      grant select, insert, update on portal.reading_plan to portal_app;

      select portal.audit_rows('reading_case');
      create policy read_with_records on portal.reading_case for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy read_own on portal.reading_case for select to portal_app
        using (centre_id = any ((select portal.blind_centres())::int[]) and portal.asking_user() = any (reader_ids));
      create policy adjudicate_own on portal.reading_case for select to portal_app
        using (centre_id = any ((select portal.adjudicable_centres())::int[]) and adjudicator_id = portal.asking_user()
          and differs);
      create policy assign on portal.reading_case for insert to portal_app
        with check (centre_id = any ((select portal.assignable_centres())::int[]) and state = 'reading');
      grant select, insert on portal.reading_case to portal_app;

      select portal.audit_rows('reading_link');
      create policy read_with_records on portal.reading_link for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy assign on portal.reading_link for insert to portal_app
        with check (centre_id = any ((select portal.assignable_centres())::int[]));
      create policy store on portal.reading_link for update to portal_app
        using (centre_id = any ((select portal.assignable_centres())::int[]))
        with check (centre_id = any ((select portal.assignable_centres())::int[]));
      grant select, insert, update (stored_reading_id, stored_at, fault, version, updated_at, updated_by)
        on portal.reading_link to portal_app;

      select portal.audit_rows('reading');
      create policy read_with_records on portal.reading for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy read_own on portal.reading for select to portal_app
        using (centre_id = any ((select portal.blind_centres())::int[]) and user_id = portal.asking_user() and slot <> 'adjudication');
      -- The case is shown once both are handed in and differ, and with it the two readings.
      create policy adjudicate_own on portal.reading for select to portal_app
        using (centre_id = any ((select portal.adjudicable_centres())::int[])
          and (user_id = portal.asking_user() or (state = 'submitted' and slot <> 'adjudication'))
          and exists (select from portal.reading_case c where c.centre_id = reading.centre_id and c.id = case_id
            and c.adjudicator_id = portal.asking_user() and c.differs));
      create policy assign on portal.reading for insert to portal_app
        with check (centre_id = any ((select portal.assignable_centres())::int[]) and state = 'open');
      create policy read on portal.reading for update to portal_app
        using (user_id = portal.asking_user() and (centre_id = any ((select portal.blind_centres())::int[])
          or centre_id = any ((select portal.adjudicable_centres())::int[])))
        with check (user_id = portal.asking_user());
      create policy reopen on portal.reading for update to portal_app
        using (centre_id = any ((select portal.assignable_centres())::int[]))
        with check (centre_id = any ((select portal.assignable_centres())::int[]));
      grant select, insert, update on portal.reading to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
