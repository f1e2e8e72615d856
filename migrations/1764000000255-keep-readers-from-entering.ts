import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Whoever enters a study's forms a second time has their sources before them, and with that of the treatment the arm: nobody
 * reads its images blind beside that, or after it.
 */
export class KeepReadersFromEntering1764000000255 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function portal.has_entered_again(study int, person text) returns boolean
      language sql stable security definer set search_path = portal, pg_temp
        return exists (select from second_entry e join centre c on c.id = e.centre_id where c.study_id = study and e.user_id = person)
          or exists (select from second_entry_list e join centre c on c.id = e.centre_id where c.study_id = study and e.user_id = person);

      -- Whether a person may have a role of a study beside what they have and have done there, but for one membership.
      create function portal.refuse_not_blind(person text, study int, new_role text, membership_id uuid) returns void
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        rights text[] := array(select r.right_name from role_right r where r.role = new_role);
        others text[];
      begin
        if not rights && array['readBlind', 'adjudicate', 'enterSecond'] then return; end if;
        -- Of two roles that are given at once, one sees the other.
        perform pg_advisory_xact_lock(hashtext('portal.membership of ' || person), study);
        others := array(select r.right_name from membership o join role_right r on r.role = o.role
          where o.user_id = person and o.study_id = study and o.id is distinct from membership_id);
        if (rights && array['readBlind', 'adjudicate'] and ('enterSecond' = any (others) or has_entered_again(study, person)))
          or ('enterSecond' = any (rights) and others && array['readBlind', 'adjudicate']) then
          raise exception 'whoever reads images of a study blind does not enter its forms a second time'
            using errcode = 'integrity_constraint_violation', constraint = 'readers_enter_nothing_again';
        end if;
      end $$;
      create function portal.keep_readers_blind() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        perform refuse_not_blind(new.user_id, new.study_id, new.role, new.id);
        return new;
      end $$;
      create trigger keep_readers_blind before insert or update of role, user_id, study_id on portal.membership
        for each row execute function portal.keep_readers_blind();

      -- Memberships that were given together before are left out, and so is whoever has entered a form again in another role.
      create or replace function portal.blind_members(study int) returns table (user_id text, right_name text, centres int[])
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      begin
        if session_user = 'portal_app' and not portal.may_in_study('assignReadings', study) then return; end if;
        return query
          select m.user_id, r.right_name, array_agg(distinct c.id order by c.id)
          from membership m
          join role_right r on r.role = m.role and r.right_name in ('readBlind', 'adjudicate')
          join centre c on c.study_id = m.study_id and (m.centre_id is null or c.id = m.centre_id)
          where m.study_id = study and not exists (
            select from membership o join role_right p on p.role = o.role and p.right_name in ('readRecords', 'enterSecond')
            where o.study_id = study and o.user_id = m.user_id
          ) and not has_entered_again(study, m.user_id)
          group by m.user_id, r.right_name;
      end $$;
      revoke execute on function portal.has_entered_again, portal.refuse_not_blind, portal.keep_readers_blind from public;
      grant execute on function portal.refuse_not_blind to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
