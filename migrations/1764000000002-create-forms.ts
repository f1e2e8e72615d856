import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** One table per CRF form, as drafted from the declarations; the foreign key holds a record to its patient's centre. */
export class CreateForms1764000000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal."demographics" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" integer not null,
        "version" integer not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "enrolled_on" date,
        "age_years" integer not null,
        "sex" text not null,
        constraint "demographics_age_years_929239" check ("age_years" between 0 and 120),
        constraint "demographics_sex_426176" check ("sex" in ('male', 'female', 'unknown')),
        constraint "demographics_pk" primary key ("id"),
        constraint "demographics_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create unique index "demographics_patient" on portal."demographics" ("centre_id", "patient_id");
      create table portal."eligibility" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" integer not null,
        "version" integer not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "largest_lesion_over50mm" boolean,
        "two_or_more_haic_cycles" boolean,
        "baseline_imaging_available" boolean,
        "follow_up_imaging_available" boolean,
        "child_pugh_c" boolean,
        "ecog_over2" boolean,
        "other_malignancy" boolean,
        "feeding_artery_unidentified" boolean,
        constraint "eligibility_pk" primary key ("id"),
        constraint "eligibility_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create unique index "eligibility_patient" on portal."eligibility" ("centre_id", "patient_id");
      create table portal."baseline" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" integer not null,
        "version" integer not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "ecog_ps" text,
        "child_pugh_class" text,
        "hepatitis_b" boolean,
        "cirrhosis" boolean,
        "afp_ng_ml" double precision,
        "tumour_size_mm" double precision,
        "lesion_count" integer,
        "lesion_number" text,
        "portal_vein_thrombus" boolean,
        "extrahepatic_metastasis" boolean,
        "bclc_stage" text,
        "source_stage_group" text,
        constraint "baseline_ecog_ps_94d0aa" check ("ecog_ps" in ('0', '1', '2', '3', '4')),
        constraint "baseline_child_pugh_class_428eb4" check ("child_pugh_class" in ('A', 'B', 'C')),
        constraint "baseline_afp_ng_ml_46bcab" check ("afp_ng_ml" between 0 and 10000000),
        constraint "baseline_tumour_size_mm_574c4c" check ("tumour_size_mm" between 0 and 400),
        constraint "baseline_lesion_count_95e69e" check ("lesion_count" between 1 and 99),
        constraint "baseline_lesion_number_b6b2d3" check ("lesion_number" in ('single', 'multiple')),
        constraint "baseline_bclc_stage_f1dc42" check ("bclc_stage" in ('0', 'A', 'B', 'C', 'D')),
        constraint "baseline_pk" primary key ("id"),
        constraint "baseline_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create unique index "baseline_patient" on portal."baseline" ("centre_id", "patient_id");
      create table portal."treatment" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" integer not null,
        "version" integer not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "arm" text,
        "started_on" date,
        "ended_on" date,
        "haic_cycles" integer,
        "tki_started_on" date,
        "ici_started_on" date,
        constraint "treatment_haic_cycles_fd90f5" check ("haic_cycles" between 0 and 30),
        constraint "treatment_pk" primary key ("id"),
        constraint "treatment_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create unique index "treatment_patient" on portal."treatment" ("centre_id", "patient_id");
      create table portal."tumour_assessment" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" integer not null,
        "version" integer not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "derived_response" text,
        "derived_rule" text,
        "assessed_on" date,
        "assessed_day" integer,
        "visit_number" integer not null,
        "sum_viable_diameter_mm" double precision,
        "new_lesion" boolean,
        "reader_response" text,
        constraint "tumour_assessment_assessed_day_32639e" check ("assessed_day" between 0 and 36500),
        constraint "tumour_assessment_visit_number_e855a8" check ("visit_number" between 0 and 200),
        constraint "tumour_assessment_sum_viable_diameter_mm_b49a10" check ("sum_viable_diameter_mm" between 0 and 2000),
        constraint "tumour_assessment_reader_response_f3232b" check ("reader_response" in ('CR', 'PR', 'SD', 'PD', 'NE')),
        constraint "tumour_assessment_pk" primary key ("id"),
        constraint "tumour_assessment_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create index "tumour_assessment_patient" on portal."tumour_assessment" ("centre_id", "patient_id");
      create table portal."adverse_event" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" integer not null,
        "version" integer not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "term" text not null,
        "grade" text not null,
        "started_on" date,
        "resolved_on" date,
        "related_to_haic" text,
        "related_to_systemic" text,
        "serious" boolean,
        constraint "adverse_event_grade_ec87a7" check ("grade" in ('1', '2', '3', '4', '5')),
        constraint "adverse_event_related_to_haic_ffe7ca" check ("related_to_haic" in ('unrelated', 'unlikely', 'possible', 'probable', 'definite')),
        constraint "adverse_event_related_to_systemic_39f52c" check ("related_to_systemic" in ('unrelated', 'unlikely', 'possible', 'probable', 'definite')),
        constraint "adverse_event_pk" primary key ("id"),
        constraint "adverse_event_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create index "adverse_event_patient" on portal."adverse_event" ("centre_id", "patient_id");
      create table portal."follow_up" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" integer not null,
        "version" integer not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "contact_on" date,
        "contact_day" integer,
        "vital_status" text not null,
        "cause_of_death" text,
        constraint "follow_up_contact_day_a301ce" check ("contact_day" between 0 and 36500),
        constraint "follow_up_vital_status_f72b21" check ("vital_status" in ('alive', 'dead')),
        constraint "follow_up_pk" primary key ("id"),
        constraint "follow_up_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create index "follow_up_patient" on portal."follow_up" ("centre_id", "patient_id");
      create table portal."slide" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" integer not null,
        "version" integer not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "barcode" text not null,
        "stain" text,
        "taken_on" date,
        "evaluation_set" text,
        constraint "slide_evaluation_set_c4bd8b" check ("evaluation_set" in ('training', 'internal', 'external')),
        constraint "slide_pk" primary key ("id"),
        constraint "slide_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create index "slide_patient" on portal."slide" ("centre_id", "patient_id");
      create table portal."imported_score" (
        "id" uuid not null default gen_random_uuid(),
        "patient_id" uuid not null,
        "centre_id" integer not null,
        "version" integer not null default 1,
        "updated_at" timestamptz not null default now(),
        "updated_by" text not null,
        "model_name" text not null,
        "score" double precision not null,
        constraint "imported_score_score_d24f41" check ("score" between 0 and 1),
        constraint "imported_score_pk" primary key ("id"),
        constraint "imported_score_of_patient" foreign key ("centre_id", "patient_id") references portal.patient ("centre_id", "id")
      );
      create index "imported_score_patient" on portal."imported_score" ("centre_id", "patient_id");
    `);
    await db.query(`
      select portal.protect_rows_of_centre('demographics');
      select portal.protect_rows_of_centre('eligibility');
      select portal.protect_rows_of_centre('baseline');
      select portal.protect_rows_of_centre('treatment');
      select portal.protect_rows_of_centre('tumour_assessment');
      select portal.protect_rows_of_centre('adverse_event');
      select portal.protect_rows_of_centre('follow_up');
      select portal.protect_rows_of_centre('slide');
      select portal.protect_rows_of_centre('imported_score');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
