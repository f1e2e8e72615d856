import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Keys are compared whatever rows the asker may see. A key without the centre is therefore refused for what another centre
 * has, and tells that it is there: each has the centre now, last, so that a look-up without it uses its index as before.
 * What spans centres, a batch or a training, is asked for by the policy instead, before any key is compared.
 */
export class AnswerForeignKeysAlike1764000000071 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.slide_file drop constraint slide_file_slide_id_key,
        add constraint slide_file_of_slide unique (slide_id, centre_id);

      drop index portal.inference_under_way;
      create unique index inference_under_way on portal.inference (slide_id, model_id, provider_asked, md5(rois::text), centre_id)
        where status in ('queued', 'running');

      drop index portal.sensitivity_of_inference;
      create unique index sensitivity_of_inference on portal.sensitivity (inference_id, centre_id)
        where status in ('queued', 'running', 'done');

      alter table portal.roi drop constraint roi_has_its_version;
      alter table portal.roi_version drop constraint roi_version_pkey, add primary key (roi_id, version, centre_id);
      alter table portal.roi add constraint roi_has_its_version foreign key (id, version, centre_id)
        references portal.roi_version (roi_id, version, centre_id) deferrable initially deferred;

      alter table portal.inference_batch_run drop constraint inference_batch_run_pkey,
        add primary key (batch_id, inference_id, centre_id);

      -- A run belongs to a batch that the asker sees and that has its centre.
      alter policy ask_for_readable on portal.inference_batch_run with check (
        centre_id = any ((select portal.runnable_centres())::int[])
        and exists (select from portal.inference_batch b where b.id = batch_id and centre_id = any (b.centre_ids)));

      -- Of these centres, those that are of the study.
      create function portal.centres_of_study(study int, centres int[]) returns int[] language sql stable parallel safe as $$
        select coalesce(array_agg(c.id), '{}') from portal.centre c where c.study_id = study and c.id = any (centres)
      $$;
      alter policy ask_for_readable on portal.inference_batch
        with check (centre_ids <@ portal.centres_of_study(study_id, (select portal.runnable_centres())::int[]));
      alter policy ask_for_readable_centres on portal.training_run
        with check (centre_ids <@ portal.centres_of_study(study_id, (select portal.trainable_centres())::int[]) and status = 'queued');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
