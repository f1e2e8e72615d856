import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The models of the portal as versions, and what was decided about them. A version's status changes only by an event that
 * says who and why: the application may add an event and read them all, and rewrite neither.
 */
export class CreateModelRegistry1764000000009 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.model_version (
        id uuid primary key default gen_random_uuid(),
        -- The family that versions belong to, and the number within it.
        line text not null check (line ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
        version int not null check (version > 0),
        -- The folder below PORTAL_HOME/models. Its files are this version only while both hashes are these.
        model_id text not null check (model_id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
        model_sha256 text not null check (model_sha256 ~ '^[0-9a-f]{64}$'),
        manifest_sha256 text not null check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
        -- As it was, so that a result is explained after the files have gone.
        manifest jsonb not null,
        weights text not null check (weights in ('synthetic', 'imagenet', 'trained')),
        -- folder: put there by the operator; training: made by this portal.
        origin text not null check (origin in ('folder', 'training')),
        status text not null check (status in ('candidate', 'active', 'retired')),
        -- What was measured of this very version when it was made; null where nobody said.
        metrics jsonb,
        note text check (length(note) between 1 and 2000),
        registered_at timestamptz not null default now(),
        registered_by text not null,
        unique (line, version),
        unique (model_id, model_sha256, manifest_sha256)
      );
      create unique index one_active_version_of_a_line on portal.model_version (line) where status = 'active';

      create table portal.model_event (
        id bigint generated always as identity primary key,
        at timestamptz not null,
        user_id text not null,
        user_name text not null,
        action text not null check (action in ('registered', 'activated', 'retired', 'rolled back')),
        line text not null,
        version_id uuid not null references portal.model_version,
        -- The version of the line that was active until then.
        previous_id uuid references portal.model_version,
        reason text not null check (btrim(reason) <> '' and length(reason) <= 2000)
      );
      create index model_event_line on portal.model_event (line, id);
    `);

    await db.query(`
      create function portal.lock_model_line(line text) returns void language sql
        return pg_advisory_xact_lock(hashtextextended('model line ' || line, 0));

      create function portal.asking_user() returns text language plpgsql stable as $$
      declare
        asker text := nullif(current_setting('app.user_id', true), '');
      begin
        if asker is null then
          raise exception 'a write without app.user_id is refused' using errcode = '42501';
        end if;
        return asker;
      end $$;

      -- Numbers a new version. What the operator put into an empty line is active, as there is nothing to choose between;
      -- everything else waits as a candidate.
      create function portal.number_model_version() returns trigger language plpgsql as $$
      begin
        perform portal.lock_model_line(new.line);
        new.version := 1 + coalesce((select max(version) from portal.model_version where line = new.line), 0);
        new.status := case when new.version = 1 and new.origin = 'folder' then 'active' else 'candidate' end;
        new.registered_at := clock_timestamp();
        new.registered_by := coalesce(nullif(current_setting('app.user_name', true), ''), portal.asking_user());
        return new;
      end $$;
      create trigger number before insert on portal.model_version
        for each row execute function portal.number_model_version();

      -- Runs as the owner, because the application may not write these two events by itself.
      create function portal.tell_registered() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.model_event (action, version_id, reason)
          values ('registered', new.id, coalesce(nullif(current_setting('app.reason', true), ''), new.note, 'found in the model folder'));
        if new.status = 'active' then
          insert into portal.model_event (action, version_id, reason) values ('activated', new.id, 'first version of its line');
        end if;
        return null;
      end $$;
      revoke execute on function portal.tell_registered() from public;
      create trigger tell_registered after insert on portal.model_version
        for each row execute function portal.tell_registered();

      -- Does what the event says, in the same transaction: there is no other way to another status.
      create function portal.apply_model_event() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        target portal.model_version;
        active_id uuid;
      begin
        new.user_id := portal.asking_user();
        new.user_name := coalesce(nullif(current_setting('app.user_name', true), ''), new.user_id);
        new.at := clock_timestamp();
        select line into new.line from portal.model_version where id = new.version_id;
        if new.line is null then
          raise exception 'no such model version' using errcode = '23503';
        end if;
        perform portal.lock_model_line(new.line);
        select * into target from portal.model_version where id = new.version_id;
        select id into active_id from portal.model_version where line = new.line and status = 'active';
        -- The first version of a line was born active: there was nothing before it.
        new.previous_id := case when pg_trigger_depth() > 1 and active_id = target.id then null else active_id end;
        if new.action in ('activated', 'rolled back') and pg_trigger_depth() = 1 then
          if target.status = 'active' then
            raise exception 'the version is active already' using errcode = '23514';
          end if;
          update portal.model_version set status = 'retired' where id = active_id;
          update portal.model_version set status = 'active' where id = target.id;
        elsif new.action = 'retired' then
          if target.status = 'retired' then
            raise exception 'the version is retired already' using errcode = '23514';
          end if;
          update portal.model_version set status = 'retired' where id = target.id;
        end if;
        return new;
      end $$;
      revoke execute on function portal.apply_model_event() from public;
      create trigger apply before insert on portal.model_event
        for each row execute function portal.apply_model_event();

      -- Models belong to the portal, not to a centre: every member may read; administrators of its studies decide.
      alter table portal.model_event enable row level security;
      create policy read_all on portal.model_event for select to portal_app, portal_worker using (true);
      create policy administrators_decide on portal.model_event for insert to portal_app
        with check (
          action <> 'registered' and exists (
            select from portal.membership m where m.user_id = portal.asking_user() and m.role = 'administrator'
          )
        );

      grant select on portal.model_version, portal.model_event to portal_app, portal_worker;
      grant insert (line, model_id, model_sha256, manifest_sha256, manifest, weights, origin, metrics, note)
        on portal.model_version to portal_app, portal_worker;
      grant insert (action, version_id, reason) on portal.model_event to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
