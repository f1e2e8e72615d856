import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Memberships are given, changed and ended by whoever manages the people of a study, and people are invited by a link of
 * which only a hash is stored. A study keeps somebody who manages its people, whatever statement changes its memberships.
 */
export class GiveAndEndMemberships1764000000036 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.membership
        add column id uuid not null default gen_random_uuid() primary key,
        add column version int not null default 1,
        add column created_at timestamptz not null default now(),
        add column updated_at timestamptz not null default now(),
        add column updated_by text;

      -- Runs as the owner: policies on memberships that read memberships would never end.
      create function portal.manages_people(study int) returns boolean
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      begin
        return exists (
          select from role_right r where r.right_name = 'managePeople' and (
            exists (select from membership m where m.study_id = study and m.user_id = asking_user() and m.role = r.role)
            or r.role = 'portalAdministrator'
              and exists (select from portal_administrator p where p.user_id = asking_user())
          )
        );
      end $$;
      revoke execute on function portal.manages_people from public;
      grant execute on function portal.manages_people to portal_app;

      -- What is open to somebody, for those who act on that person's behalf.
      create function portal.access_of_member(member text)
      returns table (study_id int, study_code text, role text, centres int[])
      language sql stable security definer set search_path = portal, pg_temp as $$ select * from access_of(member) $$;
      revoke execute on function portal.access_of_member from public;
      grant execute on function portal.access_of_member to portal_app;

      alter table portal.membership enable row level security;
      alter table portal.membership force row level security;
      create policy owner_keeps on portal.membership to current_user using (true) with check (true);
      create policy see_own on portal.membership for select to portal_app using (user_id = portal.asking_user());
      create policy manage on portal.membership to portal_app
        using (portal.manages_people(study_id)) with check (portal.manages_people(study_id));
      grant insert (user_id, study_id, role, centre_id, updated_by), update (role, centre_id, version, updated_at, updated_by), delete
        on portal.membership to portal_app;
      create index membership_study on portal.membership (study_id);

      create function portal.keep_an_administrator() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if not exists (select from role_right r where r.role = old.role and r.right_name = 'managePeople') then
          return null;
        end if;
        -- One after the other: of two who end each other's membership, the second sees what the first did.
        perform from study s where s.id = old.study_id for no key update;
        if not exists (
          select from membership m join role_right r on r.role = m.role and r.right_name = 'managePeople'
          where m.study_id = old.study_id
        ) then
          raise exception 'the study would be left without anybody who manages its people'
            using errcode = 'integrity_constraint_violation', constraint = 'study_keeps_an_administrator';
        end if;
        return null;
      end $$;
      revoke execute on function portal.keep_an_administrator from public;
      create trigger keep_an_administrator after update or delete on portal.membership
        for each row execute function portal.keep_an_administrator();
    `);
    await db.query(`
      create table portal.invitation (
        id uuid primary key default gen_random_uuid(),
        study_id int not null references portal.study,
        role text not null,
        centre_id int references portal.centre,
        -- In lower case, as accounts have it.
        email text not null check (email = lower(email) and email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
        -- Of the link that the inviter was shown once.
        token_sha256 bytea not null unique check (length(token_sha256) = 32),
        invited_by text not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        accepted_at timestamptz,
        accepted_by text,
        revoked_at timestamptz,
        check (accepted_at is null or revoked_at is null)
      );
      create index invitation_study on portal.invitation (study_id) where accepted_at is null and revoked_at is null;
      alter table portal.invitation enable row level security;
      alter table portal.invitation force row level security;
      create policy owner_keeps on portal.invitation to current_user using (true) with check (true);
      create policy manage on portal.invitation to portal_app
        using (portal.manages_people(study_id)) with check (portal.manages_people(study_id));
      -- The hash is written and never read by the application.
      grant select (id, study_id, role, centre_id, email, invited_by, created_at, expires_at, accepted_at, revoked_at),
        insert (study_id, role, centre_id, email, token_sha256, invited_by, expires_at), update (revoked_at)
        on portal.invitation to portal_app;

      -- What sign-in may know of an invitation: that of the token whose hash it names.
      create function auth.invitation_of(token_hash bytea)
      returns table (study text, study_name text, role text, centre text, email text, invited_by text, expires_at timestamptz, state text)
      language plpgsql stable security definer set search_path = '' as $$
      begin
        return query
          select s.code, s.name, i.role, c.code, i.email, i.invited_by, i.expires_at,
            case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null then 'revoked'
              when i.expires_at <= now() then 'expired' else 'open' end
          from portal.invitation i join portal.study s on s.id = i.study_id left join portal.centre c on c.id = i.centre_id
          where i.token_sha256 = token_hash;
      end $$;

      -- Makes the invited person a member, once. Returns the state in which the invitation was found.
      create function auth.accept_invitation(token_hash bytea, member text, member_name text) returns text
      language plpgsql security definer set search_path = '' as $$
      declare
        found_one portal.invitation;
        found_state text;
      begin
        select * into found_one from portal.invitation i where i.token_sha256 = token_hash for update;
        select o.state into found_state from auth.invitation_of(token_hash) o;
        if found_state is distinct from 'open' then
          return coalesce(found_state, 'unknown');
        end if;
        if not exists (select from auth."user" u where u.id = member and u.email = found_one.email and u."disabledAt" is null) then
          return 'anotherAddress';
        end if;
        perform set_config('app.user_id', member, true), set_config('app.user_name', member_name, true);
        insert into portal.membership (user_id, study_id, role, centre_id, updated_by)
          values (member, found_one.study_id, found_one.role, found_one.centre_id, member_name) on conflict do nothing;
        update portal.invitation set accepted_at = now(), accepted_by = member where id = found_one.id;
        perform portal.record_event('invitationAccepted', member, member_name, found_one.study_id, found_one.centre_id, null, null, null,
          jsonb_build_object('email', found_one.email, 'role', found_one.role));
        return 'open';
      end $$;
      revoke execute on function auth.invitation_of, auth.accept_invitation from public;
      grant execute on function auth.invitation_of, auth.accept_invitation to portal_auth;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
