import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A chain for each study: every entry of the trail gets the next sequence number of its study and a hash over the previous
 * hash and its own content. What belongs to no study is chain 0.
 *
 * Writers do not wait for it: an entry is noted as unsealed in its own transaction, and seal_audit, called by the API every
 * second, chains what has been committed, in the order of the ids it finds. One sealer works at a time.
 */
export class ChainAuditEntries1764000000031 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.audit_unsealed (entry_id bigint primary key);
      insert into portal.audit_unsealed select id from portal.audit_entry;
      create function portal.note_unsealed() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.audit_unsealed select id from added;
        return null;
      end $$;
      create trigger note_unsealed after insert on portal.audit_entry referencing new table as added
        for each statement execute function portal.note_unsealed();

      create table portal.audit_seal (
        -- The study, or 0.
        chain int not null,
        -- From 1, without gaps.
        sequence bigint not null,
        entry_id bigint not null unique,
        hash bytea not null check (octet_length(hash) = 32),
        primary key (chain, sequence)
      );
      alter table portal.audit_seal enable row level security;
      alter table portal.audit_seal force row level security;
      create policy owner_seals on portal.audit_seal to current_user using (true) with check (true);
      create policy read_audit_of_study on portal.audit_seal for select to portal_app
        using (chain = any ((select portal.auditable_studies())::int[]));
      grant select on portal.audit_seal to portal_app;
      create trigger only_added_to before update or delete or truncate on portal.audit_seal
        for each statement execute function portal.refuse_to_rewrite_audit();
      alter table portal.audit_seal enable always trigger only_added_to;
    `);

    await db.query(`
      -- What the hash of an entry covers beside the previous hash: one JSON array as PostgreSQL writes jsonb, in UTF-8. The time
      -- is UTC with six digits, whatever the time zone of the session.
      create function portal.audit_content(entry portal.audit_entry, sequence bigint) returns bytea language sql stable parallel safe return
        convert_to(jsonb_build_array(
          coalesce(entry.study_id, 0), sequence, entry.id, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
          entry.user_id, entry.user_name, entry.action, entry.form, entry.record_id, entry.patient_id, entry.centre_id,
          entry.reason, entry.request_id, entry.changes, entry.details
        )::text, 'UTF8');

      -- As a window: each row's hash over the hash before it, the first of them given.
      create function portal.next_hash(state bytea, first bytea, content bytea) returns bytea language sql immutable parallel safe
        return sha256(coalesce(state, first) || content);
      create aggregate portal.chained(first bytea, content bytea) (sfunc = portal.next_hash, stype = bytea);

      -- Chains at most that many committed entries and returns how many. An entry that is gone before it is sealed leaves its
      -- number, so that verifying finds it missing.
      create function portal.seal_audit(most int) returns int language plpgsql security definer set search_path = portal, pg_temp set jit = off as $$
      declare
        sealed int;
      begin
        -- In the next statement, so that it sees what the previous sealer committed.
        perform pg_advisory_xact_lock(hashtext('portal.audit_seal'), 0);
        if not exists (select from portal.audit_unsealed) then return 0; end if;
        with due as (
          delete from portal.audit_unsealed u
          where u.entry_id in (select entry_id from portal.audit_unsealed order by entry_id limit most)
          returning u.entry_id
        ),
        entries as materialized (
          select d.entry_id, e, coalesce(e.study_id, 0) as chain from due d left join portal.audit_entry e on e.id = d.entry_id
        ),
        heads as materialized (
          select c.chain, coalesce(h.sequence, 0) as sequence, coalesce(h.hash, decode(repeat('00', 32), 'hex')) as hash
          from (select distinct chain from entries) c
          left join lateral (
            select s.sequence, s.hash from portal.audit_seal s where s.chain = c.chain order by s.sequence desc limit 1
          ) h on true
        ),
        numbered as (
          select e.*, h.hash as head, h.sequence + row_number() over (partition by e.chain order by e.entry_id) as sequence
          from entries e join heads h using (chain)
        )
        insert into portal.audit_seal (chain, sequence, entry_id, hash)
          select chain, sequence, entry_id,
            portal.chained(head, coalesce(portal.audit_content(e, sequence), '')) over (partition by chain order by sequence)
          from numbered;
        get diagnostics sealed = row_count;
        return sealed;
      end $$;

      -- How many entries of a study wait to be sealed.
      create function portal.unsealed_entries(study int) returns bigint language sql stable security definer set search_path = portal, pg_temp as $$
        select count(*) from portal.audit_unsealed u join portal.audit_entry e on e.id = u.entry_id
        where coalesce(e.study_id, 0) = study
      $$;
      -- The head of every chain, for those who keep it outside the database: numbers and hashes, nothing of an entry.
      create function portal.audit_heads() returns table (chain int, study text, sequence bigint, hash bytea)
        language sql stable security definer set search_path = portal, pg_temp as $$
        select c.chain, s.code, h.sequence, h.hash
        from (select 0 as chain union all select id from portal.study) c
        left join portal.study s on s.id = c.chain
        cross join lateral (
          select a.sequence, a.hash from portal.audit_seal a where a.chain = c.chain order by a.sequence desc limit 1
        ) h
        order by c.chain
      $$;
      revoke execute on function portal.note_unsealed, portal.seal_audit, portal.unsealed_entries, portal.audit_heads from public;
      grant execute on function portal.seal_audit, portal.unsealed_entries, portal.audit_heads to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
