import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Results of the laboratory, and the treatment as it was given: each HAIC cycle, each course of a drug added to it, and
 * what came later. They are records like any other: of a patient, protected, audited, removable.
 */
export class KeepLabsAndTreatmentGiven1764000000098 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal."haic_cycle" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" int not null,
        "version" int not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "cycle_number" int not null,
        "given_on" date not null,
        "regimen" text,
        "oxaliplatin_mg_m2" float8,
        "leucovorin_mg_m2" float8,
        "fluorouracil_mg_m2" float8,
        "raltitrexed_mg_m2" float8,
        "dose_change" text,
        "dose_change_reason" text,
        constraint "haic_cycle_cycle_number_411dee" check ("cycle_number" between 1 and 30),
        constraint "haic_cycle_regimen_4a0dfa" check ("regimen" in ('folfox', 'oxaliplatinRaltitrexed', 'other')),
        constraint "haic_cycle_oxaliplatin_mg_m2_c0512f" check ("oxaliplatin_mg_m2" between 0 and 10000),
        constraint "haic_cycle_leucovorin_mg_m2_8112c2" check ("leucovorin_mg_m2" between 0 and 10000),
        constraint "haic_cycle_fluorouracil_mg_m2_8c8ae5" check ("fluorouracil_mg_m2" between 0 and 10000),
        constraint "haic_cycle_raltitrexed_mg_m2_7a675a" check ("raltitrexed_mg_m2" between 0 and 10000),
        constraint "haic_cycle_dose_change_9f95f6" check ("dose_change" in ('none', 'reduced', 'delayed', 'interrupted')),
        constraint "haic_cycle_pk" primary key ("id"),
        constraint "haic_cycle_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create index "haic_cycle_patient" on portal."haic_cycle" ("centre_id", "patient_id");

      create table portal."systemic_course" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" int not null,
        "version" int not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "drug_class" text not null,
        "drug" text not null,
        "course_started_on" date not null,
        "stopped_on" date,
        "stop_reason" text,
        "dose" text,
        constraint "systemic_course_drug_class_3f9593" check ("drug_class" in ('tki', 'ici')),
        constraint "systemic_course_drug_b52452" check ("drug" in ('apatinib', 'donafenib', 'lenvatinib', 'regorafenib', 'sorafenib', 'otherTki', 'atezolizumab', 'camrelizumab', 'durvalumab', 'nivolumab', 'pembrolizumab', 'sintilimab', 'tislelizumab', 'toripalimab', 'otherIci')),
        constraint "systemic_course_stop_reason_80f464" check ("stop_reason" in ('progression', 'adverseEvent', 'completed', 'wish', 'death', 'other')),
        constraint "systemic_course_pk" primary key ("id"),
        constraint "systemic_course_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create index "systemic_course_patient" on portal."systemic_course" ("centre_id", "patient_id");

      create table portal."lab_result" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" int not null,
        "version" int not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "test" text not null,
        "taken_on" date not null,
        "value" float8 not null,
        "beyond" text,
        "unit" text not null,
        "lower_normal" float8,
        "upper_normal" float8,
        constraint "lab_result_test_c136f7" check ("test" in ('AFP', 'PIVKAII', 'BILI', 'ALB', 'INR', 'ALT', 'AST', 'ALP', 'GGT', 'CREAT', 'PLAT', 'NEUT', 'LYM', 'WBC', 'HGB', 'K', 'SODIUM')),
        constraint "lab_result_value_99236e" check ("value" between 0 and 1000000000),
        constraint "lab_result_beyond_f3e98c" check ("beyond" in ('<', '>')),
        constraint "lab_result_unit_0759c5" check ("unit" in ('ng/mL', 'ug/L', 'IU/mL', 'kIU/L', 'mAU/mL', 'umol/L', 'mg/dL', 'g/L', 'g/dL', 'ratio', 'U/L', 'IU/L', 'ukat/L', '10^9/L', '10^3/uL', '/uL', '/mm3', 'mmol/L', 'mEq/L')),
        constraint "lab_result_lower_normal_2df10e" check ("lower_normal" between 0 and 1000000000),
        constraint "lab_result_upper_normal_8d13c3" check ("upper_normal" between 0 and 1000000000),
        constraint "lab_result_pk" primary key ("id"),
        constraint "lab_result_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create index "lab_result_patient" on portal."lab_result" ("centre_id", "patient_id");

      create table portal."later_treatment" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" int not null,
        "version" int not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "therapy" text not null,
        "therapy_on" date not null,
        "therapy_note" text,
        constraint "later_treatment_therapy_fffb86" check ("therapy" in ('resection', 'transplant', 'ablation', 'tace', 'radiotherapy', 'systemic', 'haic', 'other')),
        constraint "later_treatment_pk" primary key ("id"),
        constraint "later_treatment_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create index "later_treatment_patient" on portal."later_treatment" ("centre_id", "patient_id");
    `);
    for (const form of forms) {
      await db.query(`
        select portal.protect_rows_of_centre('${form}');
        select portal.let_rows_be_removed('${form}');
        create policy owner_reads on portal.${form} for select to current_user using (true);
        create trigger note_added after insert on portal.${form} referencing new table as becomes
          for each statement execute function portal.note_records();
        create trigger note_changed after update on portal.${form} referencing old table as was new table as becomes
          for each statement execute function portal.note_records();
        create trigger note_removed after delete on portal.${form} referencing old table as was
          for each statement execute function portal.note_records();
        create trigger note_truncation after truncate on portal.${form}
          for each statement execute function portal.note_truncation();
      `);
    }
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

const forms = ['haic_cycle', 'systemic_course', 'lab_result', 'later_treatment'] as const;
