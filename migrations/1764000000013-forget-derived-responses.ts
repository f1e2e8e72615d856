import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Responses were derived in the order of visit numbers, with the first visit for the baseline whatever its number. The
 * next start derives again what has no rule (derive-responses.ts): here the rule is forgotten where the old way may have
 * been wrong, and nothing else is touched.
 */
export class ForgetDerivedResponses1764000000013 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The owner sees no row of these tables while row-level security is forced on it; the migration is one transaction.
      alter table portal.tumour_assessment no force row level security;
      alter table portal.treatment no force row level security;
      select set_config('app.user_id', 'portal:migration', true);

      update portal.tumour_assessment a set derived_response = null, derived_rule = null
      from (
        select v.centre_id, v.patient_id
        from (
          select a.centre_id, a.patient_id, a.visit_number,
            coalesce(a.assessed_on - t.started_on, a.assessed_day) as day,
            row_number() over (partition by a.centre_id, a.patient_id order by a.visit_number, a.id) as by_number,
            row_number() over (partition by a.centre_id, a.patient_id
              order by coalesce(a.assessed_on - coalesce(t.started_on, date '1900-01-01'), a.assessed_day), a.visit_number, a.id) as by_time
          from portal.tumour_assessment a
          left join portal.treatment t on t.centre_id = a.centre_id and t.patient_id = a.patient_id
        ) v
        group by v.centre_id, v.patient_id
        having count(*) filter (where v.visit_number = 0) <> 1 or count(distinct v.visit_number) < count(*)
          or bool_or(v.by_number <> v.by_time) or bool_or(v.day is null) or bool_or(v.visit_number > 0 and v.day <= 0)
      ) doubtful
      where a.centre_id = doubtful.centre_id and a.patient_id = doubtful.patient_id;

      alter table portal.tumour_assessment force row level security;
      alter table portal.treatment force row level security;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
