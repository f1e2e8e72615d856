import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What authors write for the items of a reporting guideline that no record answers: funding, ethics, registration. Whoever
 * reads records sees it; whoever may write reports of the study keeps it.
 */
export class AnswerChecklists1764000000365 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.checklist_answer (
        study_id int not null references portal.study on delete cascade,
        checklist text not null check (checklist ~ '^[a-z]{1,30}$'),
        item text not null check (item ~ '^[0-9]{1,3}[a-z]?$'),
        -- A text says what is reported; an item that does not apply has the reason in its place.
        state text not null check (state in ('open', 'written', 'notApplicable')),
        answer text check (length(btrim(answer)) between 1 and 4000),
        -- Where in the manuscript: a page, a section, a supplement.
        place text check (length(btrim(place)) between 1 and 80),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        primary key (study_id, checklist, item),
        check ((state = 'open') = (answer is null and place is null)),
        check (state <> 'notApplicable' or (answer is not null and place is null))
      );
      alter table portal.checklist_answer enable row level security;
      alter table portal.checklist_answer force row level security;
      create policy owner_keeps on portal.checklist_answer to current_user using (true) with check (true);

      select portal.audit_rows_of_study('checklist_answer', 'checklist', 'item');
      create policy read_with_records on portal.checklist_answer for select to portal_app using (
        exists (select from portal.centre c
          where c.study_id = checklist_answer.study_id and c.id = any ((select portal.readable_centres())::int[])));
      create policy answer on portal.checklist_answer for insert to portal_app
        with check (portal.may_in_study('writeReports', study_id));
      create policy change on portal.checklist_answer for update to portal_app
        using (portal.may_in_study('writeReports', study_id)) with check (portal.may_in_study('writeReports', study_id));
      grant select, insert (study_id, checklist, item, state, answer, place, updated_by),
        update (state, answer, place, version, updated_at, updated_by) on portal.checklist_answer to portal_app;

      insert into portal.role_right (role, right_name) values
        ('administrator', 'writeReports'), ('investigator', 'writeReports'), ('statistician', 'writeReports'),
        ('modelDeveloper', 'writeReports');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
