/** Tables without row-level security that the roles of the portal may read or that nobody but the owner reaches. */
export const openTables: Readonly<Record<string, string>> = {
  study: 'its name; a service shows the asker’s own only',
  centre: 'names of centres; a service shows those of the asker’s studies',
  study_arm: 'what a study declares; shown by study',
  score_threshold: 'what a study declares; shown by study',
  evaluation_set_note: 'what a study declares; shown by study',
  compared_recipe: 'what a study declares',
  study_version: 'a number for each study',
  recipe: 'definitions, of no study',
  ctcae_term: 'terms of a standard, of no study',
  role_right: 'the declaration of rights',
  portal_administrator: 'who runs the portal',
  model_version: 'models belong to the portal; what was measured is closed by models/open-outcomes.ts',
  model_event: 'decisions about models; enabled, and read by everybody',
  first_administrator_link: 'the owner’s: a hash, read by a function of sign-in',
  migration: 'the owner’s',
  audit_registered: 'the owner’s: how far the trail is registered',
  audit_unsealed: 'the owner’s: entries to be chained',
  study_touched: 'the owner’s: studies to be derived again',
};

const triggers = { by: [] as readonly string[], why: 'a trigger: whoever changes the row may not do what it does' };
const parts = { by: [] as readonly string[], why: 'a part of such a trigger, or for the owner’s own commands' };

/** Functions that run as the owner: who may call them, and why they have to. */
export const runAsOwner: Readonly<Record<string, { readonly by: readonly string[]; readonly why: string }>> = {
  'auth.who_is': { by: ['portal_auth'], why: 'sign-in reads no membership itself' },
  'auth.sessions_alive': { by: ['portal_auth'], why: 'the same for sessions that are watched' },
  'auth.record_event': { by: ['portal_auth'], why: 'sign-ins in a trail that nobody writes directly' },
  'auth.invitation_of': { by: ['portal_auth'], why: 'the invitation of a token, for who has no account yet' },
  'auth.accept_invitation': { by: ['portal_auth'], why: 'makes its holder a member' },
  'auth.first_administrator_link_of': { by: ['portal_auth'], why: 'the link of a token, for who has no account yet' },
  'auth.become_first_administrator': { by: ['portal_auth'], why: 'makes its holder run the portal, once' },
  'auth.close_account': { by: ['portal_auth'], why: 'counts who else manages the studies of an account' },
  'auth.manages_all_of': { by: ['portal_auth'], why: 'whether who made a link for a new password may still do so' },
  'portal.access_of_member': { by: ['portal_app'], why: 'who continues work on somebody’s behalf asks what is open' },
  'portal.manages_people': { by: ['portal_app'], why: 'a policy of memberships that reads memberships would not end' },
  'portal.manages_all_of': { by: ['portal_app'], why: 'whether nothing of an account is closed to who resets it' },
  'portal.people_managers': { by: ['portal_app'], why: 'whom a member may ask for a right: names in no centre' },
  'portal.may_in_study': { by: ['portal_app'], why: 'asks memberships on behalf of policies, as manages_people does' },
  'portal.add_study': { by: ['portal_app'], why: 'a study begins whole, and only with the right to make one' },
  'portal.change_study': { by: ['portal_app'], why: 'settings change with their version, and never of a closed study' },
  'portal.set_study_rules': { by: ['portal_app'], why: 'the rules of a study change with its settings alone' },
  'portal.close_study': { by: ['portal_app'], why: 'the same for whether a study is closed' },
  'portal.use_of_study': {
    by: ['portal_app'],
    why: 'names what is in use, in centres closed to who manages the study',
  },
  'portal.blind_members': {
    by: ['portal_app'],
    why: 'to whom cases can be given: memberships show everybody their own',
  },
  'portal.second_entry_tasks': {
    by: ['portal_app'],
    why: 'codes of patients whose records wait, for who reads no patient; nothing of what is recorded',
  },
  'portal.values_of_field': { by: ['portal_app'], why: 'counts, for who manages the study, in centres closed to them' },
  'portal.record_event': { by: ['portal_app'], why: 'the trail is read and never written by the application' },
  'portal.audit_heads': { by: ['portal_app'], why: 'hashes of all chains, to be kept outside the database' },
  'portal.show_identity': { by: ['portal_app'], why: 'who a patient is, with the entry that says who looked' },
  'portal.find_identity': { by: ['portal_app'], why: 'the same by hospital number, in the centres of the asker' },
  'portal.identified_among': {
    by: ['portal_app'],
    why: 'that a patient is identified, not how, for who merges and may not know: otherwise it would be lost',
  },
  'portal.audit_unregistered': { by: ['portal_app'], why: 'ids of entries that the register does not have yet' },
  'portal.register_audit': { by: ['portal_app'], why: 'registers what is chained' },
  'portal.seal_audit': { by: ['portal_app'], why: 'chains what was committed' },
  'portal.unsealed_entries': { by: ['portal_app'], why: 'how many wait to be chained' },
  'portal.apply_model_event': triggers,
  'portal.keep_an_administrator': triggers,
  'portal.name_outcome_centres': triggers,
  'portal.keep_field_versions': triggers,
  'portal.move_data_query': triggers,
  'portal.follow_merge': triggers,
  'portal.begin_hold': triggers,
  'portal.begin_second_entry': triggers,
  'portal.compare_entries': triggers,
  'portal.follow_merge_of_entries': triggers,
  'portal.revert_verification': triggers,
  'portal.verify_record': triggers,
  'portal.refuse_asking': triggers,
  'portal.refuse_held': triggers,
  'portal.sign_record': triggers,
  'portal.void_signatures': triggers,
  'portal.note_centre': triggers,
  'portal.note_compared_recipe': triggers,
  'portal.note_counted': triggers,
  'portal.note_patients': triggers,
  'portal.note_records': triggers,
  'portal.note_settings': triggers,
  'portal.note_slide_work': triggers,
  'portal.note_study': triggers,
  'portal.note_truncation': triggers,
  'portal.note_unsealed': triggers,
  'portal.refresh_subjects': triggers,
  'portal.settle_reading_case': triggers,
  'portal.tell_registered': triggers,
  'portal.write_audit': triggers,
  'portal.write_audit_of_added': triggers,
  'portal.write_audit_of_changed': triggers,
  'portal.write_audit_of_identity': triggers,
  'portal.write_audit_of_removed': triggers,
  'portal.write_audit_of_study': triggers,
  'auth.somebody_administers': parts,
  'portal.changed_since': parts,
  'portal.records_to_enter_again': parts,
  'portal.is_managed_without': parts,
  'portal.clear_studies': parts,
  'portal.derive_studies': parts,
  'portal.note_studies': parts,
  'portal.note_subjects': parts,
  'portal.store_studies': parts,
};

const written = 'insert, select, update';
const all = 'delete, insert, select, update';
const newVersion = 'line, manifest, manifest_sha256, metrics, model_id, model_sha256, note, origin, weights';
const ownerOfRun = 'finished_at, status, updated_at, updated_by, version';

/** What each role may do to each table of which it may do anything at all; tables of forms are like each other. */
const grants = {
  portal_app: {
    'portal.audit_entry': 'select',
    'portal.audit_register': 'select',
    'portal.audit_seal': 'select',
    'portal.centre': 'select',
    'portal.compared_recipe': 'select',
    'portal.contradiction': 'select',
    'portal.ctcae_term': 'select',
    'portal.data_query': 'insert(centre_id, field, form, id, patient_id, raised_by, record_id, updated_by), select',
    'portal.data_query_message': 'insert(centre_id, kind, message, patient_id, query_id, seen, updated_by), select',
    'portal.derived_subject': 'select',
    'portal.disclosed_selection': 'insert(asked_by, data_version, filter, selection_key, study_id), select',
    'portal.double_entry_rule': written,
    // Compared by a trigger alone.
    'portal.entry_comparison': 'select, update(chosen, resolve_reason, resolved_at, resolved_by, state, updated_at, updated_by, version)',
    'portal.evaluation_set_note': 'select',
    'portal.former_code': 'insert, select',
    'portal.inference': `insert(centre_id, model_id, patient_id, priority, provider_asked, requested_by, rois, slide_id, updated_by), select, update(finished_at, priority, status, updated_at, updated_by, version)`,
    'portal.inference_batch': 'insert, select, update(cancelled_at, updated_by)',
    'portal.inference_batch_run': 'insert, select',
    'portal.inference_patches': 'select',
    // Without the hash of the token, which is written and never read.
    'portal.invitation': `insert(centre_id, email, expires_at, invited_by, role, study_id, token_sha256), select(accepted_at, centre_id, created_at, email, expires_at, id, invited_by, revoked_at, role, study_id), update(revoked_at)`,
    'portal.membership': `delete, insert(centre_id, role, study_id, updated_by, user_id), select, update(centre_id, role, updated_at, updated_by, version)`,
    'portal.model_event': 'insert(action, reason, version_id), select',
    'portal.model_version': `insert(${newVersion}), select`,
    'portal.patient': all,
    // Nothing that identifies is read but by the functions that record it.
    'portal.patient_identity': `delete, insert, select(centre_id, patient_id, updated_at, updated_by, version), update(date_of_birth, full_name, hospital_number, national_id, telephone, updated_at, updated_by, version)`,
    'portal.portal_administrator': 'select',
    // Settled by a trigger alone.
    'portal.reading': written,
    'portal.reading_case': 'insert, select',
    'portal.reading_link': 'insert, select, update(fault, stored_at, stored_reading_id, updated_at, updated_by, version)',
    'portal.reading_plan': written,
    'portal.recipe': 'select',
    'portal.removed_record': 'delete, insert, select',
    'portal.roi': written,
    'portal.roi_version': 'insert, select',
    'portal.record_hold': 'insert(centre_id, form, kind, patient_id, reason, record_id, set_by, updated_by), select, update(lift_reason, lifted_at, lifted_by, updated_at, updated_by, version)',
    'portal.record_signature': 'insert(centre_id, form, meaning, patient_id, record_id, signed_by, updated_by), select',
    'portal.record_verification': 'delete, insert(centre_id, field, form, patient_id, record_id, record_version, updated_by, verified_by), select, update(record_version, reverted_at, reverted_by, reverted_fields, updated_at, updated_by, user_id, verified, verified_at, verified_by, version)',
    'portal.role_right': 'select',
    'portal.score_threshold': 'select',
    'portal.second_entry': 'insert(centre_id, entered_by, form, patient_id, updated_by, values), select',
    'portal.sensitivity': `insert(centre_id, inference_id, patient_id, priority, requested_by, updated_by), select, update(${ownerOfRun})`,
    'portal.sensitivity_values': 'select',
    'portal.slide_file': written,
    'portal.slide_upload': all,
    'portal.study': 'select',
    'portal.study_arm': 'select',
    'portal.study_field': all,
    'portal.study_field_version': 'select',
    'portal.study_version': 'select',
    'portal.subject': 'select',
    'portal.subject_removed': 'select',
    'portal.training_case': `insert(centre_id, part, patient_id, position, positive, rois, run_id, slide_id, slide_sha256), select`,
    'portal.training_curve': 'select',
    'portal.training_run': `insert(centre_ids, class_weights, cohort, epochs, label_rule, learning_rate, model_id, priority, provider_asked, requested_by, seed, snapshot_id, split_rule, study_id, test_centre, test_share, tuning_share, updated_by, use_outlines), select, update(${ownerOfRun})`,
    'portal.treatment_difference': 'select',
    'portal.treatment_given': 'select',
    // A job holds the id of its run and nothing of a patient.
    'queue.job': 'insert, select, update(priority)',
    'queue.job_common': 'insert, select, update(priority)',
    'queue.queue': 'select',
    'queue.version': 'select',
  },
  // Sees accounts and sessions, and no study.
  portal_auth: Object.fromEntries(
    ['"rateLimit"', '"twoFactor"', '"user"', 'account', 'given_code', 'password_reset', 'provider_subject', 'session', 'sign_in_attempt', 'verification']
      .map((name) => [`auth.${name}`, all]),
  ),
  // Sees slides and outlines, no patient's name and no record.
  portal_worker: {
    'portal.centre': 'select(code, id)',
    'portal.inference': `select, update(attempt, done, error_code, error_message, finished_at, model_sha256, predicted_class, provider_ran, prps, result, stage, started_at, status, threshold, total, updated_at, updated_by, version, weights)`,
    'portal.inference_batch_run': 'select',
    'portal.inference_patches': 'insert, select',
    'portal.model_event': 'select',
    'portal.model_version': `insert(${newVersion}), select`,
    'portal.roi_version': 'select',
    'portal.sensitivity': `select, update(attempt, bag_reused, block_count, block_patches, done, error_code, error_message, finished_at, method, provider_ran, prps, scale, seconds, stage, started_at, status, total, updated_at, updated_by, version, warnings)`,
    'portal.sensitivity_values': 'insert',
    'portal.slide_file': 'select',
    'portal.training_case': `select(centre_id, left_out, part, position, positive, prps, rois, run_id, slide_id, slide_sha256), update(left_out, prps)`,
    'portal.training_curve': written,
    'portal.training_run': `select, update(attempt, candidate_model_id, candidate_version_id, done, error_code, error_message, finished_at, provider_ran, result, stage, started_at, status, total, updated_at, updated_by, version)`,
    // pg-boss is the worker's.
    ...Object.fromEntries(
      ['bam', 'instance', 'job', 'job_common', 'job_dependency', 'queue', 'queue_stats', 'schedule', 'subscription', 'version', 'warning']
        .map((name) => [`queue.${name}`, all]),
    ),
  },
}; // prettier-ignore

/** @param formTables - the tables of forms. @returns one line for each role and table. */
export function mayDo(formTables: readonly string[]): string[] {
  const ofForms = Object.fromEntries(formTables.map((name) => [`portal.${name}`, all]));
  return Object.entries(grants).flatMap(([role, tables]) =>
    Object.entries({ ...tables, ...(role === 'portal_app' ? ofForms : {}) }).map(
      ([table, rights]) => `${role} ${table}: ${rights}`,
    ),
  );
}
