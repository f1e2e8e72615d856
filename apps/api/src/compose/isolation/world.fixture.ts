import { createHash, hash, randomUUID } from 'node:crypto';
import { type Client } from 'pg';
import { trainingResult } from './training-result.fixture.ts';

/** Of a file with the columns that `route-calls.fixture.ts` imports. */
const shapeOfImports = hash('sha256', JSON.stringify(['age_years', 'centre', 'patient_code', 'sex']));

/** What an argument can name, and the text by which one world names it. */
export interface World {
  /** Begins every text planted in this world: a text with it in an answer came from here. */
  readonly mark: string;
  readonly study: string;
  readonly centre: string;
  readonly arm: string;
  /** Of the study, like the arm: a field that is published, and one that is not yet. */
  readonly field: string;
  readonly draftField: string;
  /** Likewise: a rule of the study, and a run of its rules that was cancelled. */
  readonly qualityRule: string;
  readonly qualityRun: string;
  /** Likewise: a cohort that the study keeps, with the patient of the world. */
  readonly savedCohort: string;
  /** Likewise: it keeps rows of every centre of the study. */
  readonly snapshot: string;
  /** Likewise: a recipe of the study, of which it keeps no rows. */
  readonly recipe: number;
  readonly patient: string;
  readonly patientCode: string;
  /** Another entry of the same person. */
  readonly twin: string;
  readonly removedRecord: string;
  readonly removedPatient: string;
  readonly slide: string;
  readonly inference: string;
  readonly sensitivity: string;
  readonly batch: string;
  readonly training: string;
  /** Of each kind of run one that still waits, so that it can be cancelled. */
  readonly waitingInference: string;
  readonly waitingSensitivity: string;
  readonly waitingTraining: string;
  readonly roi: string;
  readonly query: string;
  /** Of a record that is removed meanwhile, so that every record here may be written. */
  readonly hold: string;
  readonly verification: string;
  /** Of a rule that is called `<mark>-rule`. */
  readonly finding: string;
  readonly exceptedFinding: string;
  readonly screening: string;
  /** A threshold that is proposed on the cases of its centre. */
  readonly proposal: string;
  /** Of its centre, with one record, which is asked about since. */
  readonly dataImport: string;
  readonly upload: string;
  /** Of the baseline, and of a list: both differ. */
  readonly comparison: string;
  readonly listComparison: string;
  readonly entryList: string;
  readonly readingCase: string;
  /** Handed in, and not yet. */
  readonly reading: string;
  readonly openReading: string;
  readonly membership: string;
  readonly invitation: string;
  readonly user: string;
  readonly session: string;
  readonly accessToken: string;
  /** The id of one record of each form. */
  readonly records: Readonly<Record<string, string>>;
}

type Values = Readonly<Record<string, unknown>>;
type Insert = readonly [table: string, values: Values];

const sha = '0'.repeat(64);
const said = JSON.stringify({ code: 'syntheticWeights', values: {} });
const square = [{ outline: [{ x: 0, y: 0 }, { x: 90, y: 0 }, { x: 90, y: 90 }], holes: [] }]; // prettier-ignore
const done = { status: 'done', stage: 'scoring', provider_ran: 'cpu', started_at: 'now', finished_at: 'now' };

interface Place {
  readonly studyId: number;
  readonly study: string;
  readonly centreId: number;
  readonly centre: string;
}
type Fields = Pick<
  World,
  'field' | 'draftField' | 'qualityRule' | 'qualityRun' | 'savedCohort' | 'snapshot' | 'recipe'
>;

/**
 * One row of everything at a centre, as the owner. Whatever text a column takes carries the mark of the world.
 *
 * @param at - the centre, of a study that is declared.
 */
export async function plantWorld(owner: Client, at: Place, mark: string, fields: Fields): Promise<World> {
  const [world] = await plantWorlds(owner, at, [mark], fields);
  return world!;
}

/** As many worlds as marks, table by table: the trail names the author of the first. */
export async function plantWorlds(
  owner: Client,
  at: Place,
  marks: readonly string[],
  fields: Fields,
): Promise<World[]> {
  const drawn = marks.map((mark) => drawWorld(at, mark, fields));
  const [mark] = marks;
  await owner.query('begin');
  await owner.query(
    `select set_config('app.user_id', $1, true), set_config('app.user_name', $1, true), set_config('app.reason', $2, true)`,
    [`${mark}-author`, `${mark}-reason`],
  );
  for (const [i, [table]] of drawn[0]!.inserts.entries()) {
    await put(owner, table, drawn.map(({ inserts }) => inserts[i]![1])); // prettier-ignore
  }
  // The signature is void from here on, and the record open.
  await owner.query(
    `update portal.record_hold set lifted_at = now(), lifted_by = $2, lift_reason = $2 where record_id = any ($1)`,
    [drawn.map(({ world }) => world.records['eligibility']), `${mark}-manager`],
  );
  await owner.query('commit');
  await keepInSnapshots(owner, at.centreId);
  return drawn.map(({ world }) => world);
}

/** The rows of a centre of which the snapshots of its study keep none yet. */
async function keepInSnapshots(owner: Client, centreId: number): Promise<void> {
  await owner.query(
    `with kept as materialized (
       select n.id as snapshot_id, k.* from portal.subject_to_freeze k join portal.snapshot n on n.study_id = k.study_id
       where k.centre_id = $1 and k.recipe_id = n.recipe_id
         and not exists (select from portal.snapshot_subject m where m.snapshot_id = n.id and m.centre_id = $1)
     ), stored as (
       insert into portal.frozen_subject (centre_id, sha256, patient_id, subject, events)
         select centre_id, sha256, id, subject, events from kept on conflict do nothing
     ), further as (
       insert into portal.snapshot_recipe_subject (snapshot_id, recipe_id, centre_id, patient_id, sha256)
         select snapshot_id, recipe_id, centre_id, id, sha256 from kept
     ), parted as materialized (
       select k.snapshot_id, p.* from kept k join portal.parts_to_freeze p on p.centre_id = k.centre_id and p.patient_id = k.id
     ), parts as (
       insert into portal.frozen_part (centre_id, sha256, content)
         select centre_id, sha256, content from parted on conflict do nothing
     ), listed_parts as (
       insert into portal.snapshot_part (snapshot_id, part, centre_id, patient_id, sha256)
         select snapshot_id, part, centre_id, patient_id, sha256 from parted
     )
     insert into portal.snapshot_subject (snapshot_id, centre_id, patient_id, sha256)
       select snapshot_id, centre_id, id, sha256 from kept`,
    [centreId],
  );
}

let numbered = 100_000;
/** Of a case. Drawn at random, two of the hundreds of worlds of a walk would now and then have the same. */
export const nextNumber = (): number => (numbered += 1);

/** What has an id of its own in each world. */
const drawn = `
  patient twin slide inference sensitivity batch training roi query hold verification finding
  exceptedFinding screening upload membership invitation waitingInference waitingSensitivity
  waitingTraining failedInference explainedInference proposal dataImport comparison listComparison entryList readingCase
  reading openReading user session accessToken demographics eligibility baseline treatment tumourAssessment
  haicCycle systemicCourse labResult laterTreatment adverseEvent followUp importedScore removedRecord
  removedPatient
`
  .trim()
  .split(/\s+/);

/** The ids and rows of a world, in the order in which they refer to each other. */
function drawWorld(at: Place, mark: string, fields: Fields): { world: World; inserts: readonly Insert[] } {
  const { studyId, centreId } = at;
  const id = Object.fromEntries(drawn.map((name) => [name, randomUUID()])) as Record<string, string>;
  const text = (name: string) => `${mark}-${name}`;
  const ofPatient = { patient_id: id['patient'], centre_id: centreId, updated_by: text('author') };
  const removed = { centre_id: centreId, version: 1, removed_by: text('remover'), reason: text('removal') };
  const arm = `${at.study === 'OTHER' ? 'canary-x' : 'canary-a'}-arm`;
  const training = { study_id: studyId, centre_ids: [centreId], model_id: text('model'), provider_asked: 'cpu', cohort: JSON.stringify({ code: text('cohort') }), label_rule: 'x', split_rule: 'stratified', tuning_share: 0.2, test_share: 0.2, seed: 1, epochs: 1, learning_rate: 0.1, head: 'attention', hidden: 8, weight_decay: 0, patience: 1, folds: 3, repeats: 1, class_weights: 'none', use_outlines: true, snapshot_id: sha, candidate_model_id: text('candidate'), requested_by: text('author'), updated_by: text('author') }; // prettier-ignore
  const scored = { ...ofPatient, ...done, slide_id: id['slide'], model_id: text('model'), provider_asked: 'cpu', prps: 0.6, threshold: 0.5, predicted_class: text('class'), weights: 'synthetic', model_sha256: sha, requested_by: text('author'), error_message: text('message'), rois: JSON.stringify([{ id: id['roi'], version: 1, name: text('roi') }]), result: JSON.stringify({ classes: ['CR/PR', 'SD/PD'], positiveClass: 'SD/PD', patches: { found: 2, kept: 1, dropped: [{ reason: text('drop'), count: 1 }] }, attentionMethod: JSON.parse(said), warnings: [JSON.parse(said)], seconds: { total: 1, session: 1 } }) }; // prettier-ignore
  const reading = { case_id: id['readingCase'], centre_id: centreId, lesions: JSON.stringify([{ id: 'T1', role: 'target', organ: 'liver', diametersMm: [40, 20], states: [] }]), new_lesion: [false, false], updated_by: text('author') }; // prettier-ignore
  const seen = { nadirMm: 40, changeFromBaseline: 0, changeFromNadir: 0, target: 'PR', nonTarget: 'none', newLesion: false, rule: JSON.parse(said) }; // prettier-ignore
  const derived = { visits: [-5, 60].map((day) => ({ ...seen, day, sumMm: 40, overall: 'PR' })), best: { response: 'PR', day: 60, rule: JSON.parse(said) }, progressionDay: null }; // prettier-ignore
  const handedIn = { state: 'submitted', submitted_at: 'now', derived: JSON.stringify(derived), overall: [null, 'PR'], best: 'PR' }; // prettier-ignore
  const finding = { patient_id: id['patient'], centre_id: centreId, rule: text('rule'), form: 'baseline', record_id: id['baseline'], recorded: text('recorded'), expected: text('expected') }; // prettier-ignore
  const inserts: Insert[] = [
    ['auth."user"', { id: id['user'], name: text('user'), email: `${text('user')}@site.org`, emailVerified: true }],
    ['auth.session', { id: id['session'], token: text('session-token'), userId: id['user'], expiresAt: 'tomorrow', updatedAt: 'now', ipAddress: text('session-ip'), userAgent: text('session-agent') }],
    ['auth.access_token', { id: id['accessToken'], token_sha256: Buffer.from(randomUUID().replaceAll('-', '').padEnd(32, '0')), user_id: id['user'], name: text('token-name'), beginning: text('token-beginning'), scopes: ['read'], second_factor: false, expires_at: 'tomorrow' }], // prettier-ignore
    ['portal.membership', { id: id['membership'], user_id: id['user'], study_id: studyId, role: 'monitor', centre_id: centreId }],
    ['portal.invitation', { id: id['invitation'], study_id: studyId, role: 'monitor', centre_id: centreId, email: `${text('invitation')}@site.org`, token_sha256: Buffer.from(randomUUID().replaceAll('-', '').padEnd(32, '0')), invited_by: text('invitation-author'), expires_at: 'tomorrow' }],
    ['portal.patient', { id: id['patient'], centre_id: centreId, code: text('patient'), updated_by: text('author') }],
    ['portal.patient', { id: id['twin'], centre_id: centreId, code: text('twin'), updated_by: text('author') }],
    ['portal.patient_identity', { patient_id: id['patient'], centre_id: centreId, updated_by: text('author'), full_name: text('identity-name'), hospital_number: text('identity-number'), national_id: text('identity-id'), telephone: text('identity-phone') }],
    ['portal.demographics', { ...ofPatient, id: id['demographics'], age_years: 61, sex: 'male', enrolled_on: '2024-01-01' }],
    ['portal.demographics', { ...ofPatient, patient_id: id['twin'], age_years: 62, sex: 'male', enrolled_on: '2024-01-01' }],
    ['portal.adverse_event', { ...ofPatient, patient_id: id['twin'], term: text('twin-term'), grade: '1' }],
    ['portal.eligibility', { ...ofPatient, id: id['eligibility'], ecog_over2: false }],
    ['portal.baseline', { ...ofPatient, id: id['baseline'], bclc_stage: 'B', tumour_size_mm: 81, source_stage_group: text('stage'), own: JSON.stringify({ own_note: text('own') }), lesion_number: 'single' }],
    ['portal.treatment', { ...ofPatient, id: id['treatment'], arm, started_on: '2024-01-02' }],
    ['portal.tumour_assessment', { ...ofPatient, id: id['tumourAssessment'], assessed_day: 60, visit_number: 1, reader_response: 'PR' }],
    ['portal.adverse_event', { ...ofPatient, id: id['adverseEvent'], term: text('term'), grade: '3' }],
    // A day after the first HAIC of the treatment record: a difference is a row of a centre too.
    ['portal.haic_cycle', { ...ofPatient, id: id['haicCycle'], cycle_number: 1, given_on: '2024-01-03', dose_change: 'reduced', dose_change_reason: text('dose') }],
    ['portal.systemic_course', { ...ofPatient, id: id['systemicCourse'], drug_class: 'tki', drug: 'lenvatinib', course_started_on: '2024-01-10', dose_schedule: text('schedule') }],
    ['portal.lab_result', { ...ofPatient, id: id['labResult'], test: 'BILI', taken_on: '2024-01-11', value: 2, unit: 'mg/dL' }],
    ['portal.later_treatment', { ...ofPatient, id: id['laterTreatment'], therapy: 'tace', therapy_on: '2024-02-01', therapy_note: text('therapy') }],
    // Contradicts the image after it: a contradiction is a row of a centre too.
    ['portal.follow_up', { ...ofPatient, id: id['followUp'], contact_day: 50, vital_status: 'dead', cause_of_death: 'tumour' }],
    ['portal.slide', { ...ofPatient, id: id['slide'], barcode: text('barcode'), stain: text('stain'), evaluation_set: 'training' }],
    // Without an image.
    ['portal.slide', { ...ofPatient, barcode: text('bare'), evaluation_set: 'training' }],
    ['portal.removed_record', { ...removed, id: id['removedRecord'], removal: randomUUID(), patient_id: id['patient'], patient_code: text('patient'), form: 'adverse_event', values: JSON.stringify({ term: text('removed'), grade: '1' }) }],
    ['portal.removed_record', { ...removed, id: id['removedPatient'], removal: randomUUID(), patient_id: id['removedPatient'], patient_code: text('removed-patient'), form: 'patient', values: '{}' }],
    ['portal.former_code', { centre_id: centreId, code: text('former'), patient_id: id['patient'] }],
    ['portal.imported_score', { ...ofPatient, id: id['importedScore'], model_name: text('score'), score: 0.4 }],
    ['portal.slide_file', { ...ofPatient, slide_id: id['slide'], file_name: `${sha}.tiff`, sha256: sha, bytes: 1, width_px: 100, height_px: 100, microns_per_pixel: null, vendor: text('vendor'), associated_images: [text('image')], stated_microns_per_pixel: 0.25, stated_by: text('scale'), stated_at: 'now', synthetic: true }],
    ['portal.roi', { ...ofPatient, id: id['roi'], slide_id: id['slide'], name: text('roi'), label: text('label'), source: 'drawn', regions_sha256: sha, created_by: text('author') }],
    ['portal.roi_version', { roi_id: id['roi'], version: 1, centre_id: centreId, name: text('roi'), label: text('label'), regions: JSON.stringify(square), saved_by: text('author') }],
    ['portal.inference', { ...scored, id: id['inference'] }],
    ['portal.inference', { ...scored, id: id['explainedInference'], model_id: text('other-model') }],
    ['portal.inference', { ...ofPatient, id: id['waitingInference'], slide_id: id['slide'], model_id: text('model'), provider_asked: 'cpu', requested_by: text('author') }],
    ['portal.inference', { ...ofPatient, ...done, status: 'failed', id: id['failedInference'], slide_id: id['slide'], model_id: text('model'), provider_asked: 'cpu', requested_by: text('author'), error_code: 'UNREADABLE', error_message: text('message') }],
    ['portal.sensitivity', { ...ofPatient, id: id['waitingSensitivity'], inference_id: id['explainedInference'], requested_by: text('author') }],
    ['portal.inference_patches', { inference_id: id['inference'], centre_id: centreId, size_px: 50, x: [0, 50], y: [0, 0], reason: [null, text('drop')], attention: [1] }],
    ['portal.judged_patches', { inference_id: id['inference'], part: 0, centre_id: centreId, attempt: 1, size_px: 50, x: [0, 50], y: [0, 0], reason: [null, text('drop')] }],
    ['portal.judged_patches', { inference_id: id['inference'], part: 1, centre_id: centreId, attempt: 1, place: [0], reason: [text('drop')] }],
    ['portal.sensitivity', { ...ofPatient, ...done, id: id['sensitivity'], inference_id: id['inference'], prps: 0.6, method: said, block_patches: 1, block_count: 1, scale: 0.1, bag_reused: true, seconds: 1, warnings: [said], requested_by: text('author'), error_message: text('message') }],
    ['portal.sensitivity_values', { sensitivity_id: id['sensitivity'], centre_id: centreId, value: [0.1], block: [0] }],
    ['portal.inference_batch', { id: id['batch'], study_id: studyId, centre_ids: [centreId], model_id: text('model'), model_sha256: sha, provider_asked: 'cpu', priority: 0, only_unscored: false, cohort: JSON.stringify({ code: text('cohort') }), requested_by: text('author'), updated_by: text('author') }],
    ['portal.inference_batch_run', { batch_id: id['batch'], inference_id: id['inference'], centre_id: centreId, added: true }],
    ['portal.inference_batch_run', { batch_id: id['batch'], inference_id: id['failedInference'], centre_id: centreId, added: true }],
    ['portal.training_run', { id: id['waitingTraining'], ...training, status: 'queued' }],
    ['portal.training_run', { ...done, id: id['training'], ...training, error_message: text('message'), result: JSON.stringify(trainingResult(said, text('rule'))) }],
    ['portal.training_case', { run_id: id['training'], position: 1, slide_id: id['slide'], patient_id: id['patient'], centre_id: centreId, slide_sha256: sha, rois: '[]', part: 'training', positive: true, prps: 0.5, folds: [1], held_out: 0.5, held_out_mean: 0.5, left_out: text('left-out') }],
    ['portal.training_case', { run_id: id['waitingTraining'], position: 1, slide_id: id['slide'], patient_id: id['patient'], centre_id: centreId, slide_sha256: sha, rois: '[]', part: 'training', positive: true }],
    ['portal.training_curve', { run_id: id['training'], epoch: [1], training_loss: [0.5], tuning_loss: [0.5], training_auc: [0.5], tuning_auc: [0.5] }],
    ['portal.threshold_proposal', { id: id['proposal'], study_id: studyId, source: `imported:${text('score')}`, threshold: 0.5, rule: 'byHand', positive_class: 'SD/PD', evaluation_set: 'INTERNAL', data_version: 1, n: 1, n_positive: 1, cases_sha256: sha, case_centres: [centreId], reason: text('threshold-reason'), user_id: text('author'), proposed_by: text('author'), updated_by: text('author') }],
    ['portal.data_import', { id: id['dataImport'], study_id: studyId, centre_ids: [centreId], file_name: text('import'), sha256: sha, patients_added: 0, records_added: 0, records_changed: 1, imported_at: 'now', imported_by: text('importer'), user_id: text('importer'), updated_by: text('importer') }],
    ['portal.data_import_part', { import_id: id['dataImport'], centre_id: centreId, part: 1, form: 'baseline', patient_ids: [id['patient']], record_ids: [id['baseline']], versions: [1], was: null }],
    ['portal.saved_cohort_patient', { cohort_id: fields.savedCohort, version: 1, centre_id: centreId, patient_id: id['patient'] }],
    ['portal.data_query', { ...ofPatient, id: id['query'], form: 'baseline', record_id: id['baseline'], field: 'tumourSizeMm', raised_by: text('monitor') }],
    ['portal.record_hold', { ...ofPatient, id: id['hold'], record_id: randomUUID(), form: 'eligibility', kind: 'frozen', reason: text('hold-reason'), set_by: text('manager') }],
    ['portal.record_hold', { ...ofPatient, record_id: id['eligibility'], form: 'eligibility', kind: 'locked', reason: text('hold-reason'), set_by: text('manager') }],
    ['portal.record_signature', { ...ofPatient, record_id: id['eligibility'], form: 'eligibility', meaning: 'approved', signed_by: text('investigator') }],
    ['portal.record_verification', { ...ofPatient, id: id['verification'], record_id: id['baseline'], form: 'baseline', record_version: 1, verified: false, verified_by: text('monitor'), reverted_at: 'now', reverted_by: text('clerk') }],
    ['portal.confirmed_value', { ...ofPatient, record_id: id['baseline'], form: 'baseline', field: 'tumourSizeMm', reason: text('doubt'), record_version: 1, confirmed_by: text('clerk') }],
    ['portal.quality_finding', { ...finding, id: id['finding'], field: 'tumourSizeMm', first_run_id: fields.qualityRun }],
    ['portal.quality_finding', { ...finding, id: id['exceptedFinding'], field: 'bclcStage', first_run_id: fields.qualityRun }],
    ['portal.quality_finding', { ...finding, recorded: null, expected: null, fields: ['afpNgMl', 'ascites'], first_run_id: fields.qualityRun }],
    ['portal.quality_exception', { ...ofPatient, ...finding, field: 'bclcStage', reason: text('exception'), excepted_by: text('monitor') }],
    ['portal.quality_query', { centre_id: centreId, key: randomUUID(), rule: text('rule'), query_id: id['query'] }],
    ['portal.visit_stop', { ...ofPatient, stopped_on: '2024-03-01', why: 'lost', note: text('stop-note') }],
    ['portal.record_save', { patient_id: id['patient'], centre_id: centreId, user_id: text('saver'), save_key: randomUUID(), form: text('saved-form'), record_id: id['baseline'] }],
    ['portal.eligibility_decision', { ...ofPatient, eligible: true, reason: text('decision'), decided_by: text('investigator') }],
    ['portal.screening', { ...ofPatient, id: id['screening'], number: `S-${nextNumber()}`, screened_on: '2023-12-20', outcome: 'enrolled', reason: text('screening') }],
    ['portal.data_query_message', { ...ofPatient, query_id: id['query'], kind: 'raised', message: text('question'), seen: 1 }],
    ['portal.disclosed_selection', { study_id: studyId, asked_by: text('author'), data_version: 1, filter: JSON.stringify({ variable: 'sex', in: [text('selection')] }), selection_key: createHash('sha256').update(mark).digest('hex') }],
    ['portal.second_entry', { ...ofPatient, form: 'eligibility', values: JSON.stringify({ ecog_over2: false }), entered_by: text('second'), user_id: 'x' }],
    ['portal.entry_comparison', { ...ofPatient, id: id['comparison'], record_id: id['baseline'], form: 'baseline', first_values: JSON.stringify({ tumour_size_mm: 81, bclc_stage: 'B', source_stage_group: text('first') }), first_version: 1, first_by: text('clerk'), second_values: JSON.stringify({ tumour_size_mm: 18, bclc_stage: 'B', source_stage_group: text('first') }), second_by: text('second'), differing: ['tumour_size_mm'], state: 'differs' }],
    ['portal.entry_comparison', { ...ofPatient, id: id['listComparison'], record_id: id['laterTreatment'], list_id: id['entryList'], form: 'laterTreatment', first_values: JSON.stringify({ therapy: 'tace', therapy_on: '2024-02-01', therapy_note: text('first') }), first_version: 1, first_by: text('clerk'), second_by: text('second'), differing: [], state: 'differs' }],
    ['portal.second_entry_list', { ...ofPatient, form: 'systemicCourse', records: JSON.stringify([{ drug_class: 'tki', drug: 'lenvatinib', course_started_on: '2024-01-10', dose_schedule: text('second') }]), entered_by: text('second'), user_id: 'x' }],
    // Added afterwards, so that the list waits again.
    ['portal.systemic_course', { ...ofPatient, drug_class: 'tki', drug: 'sorafenib', course_started_on: '2024-03-10', dose_schedule: text('schedule') }],
    ['portal.reading_case', { id: id['readingCase'], centre_id: centreId, number: nextNumber(), days: [-5, 60], discordance: 'overall', reader_ids: ['x', 'y'], adjudicator_id: text('adjudicator'), state: 'accepted', differs: true, accepted_id: id['reading'], updated_by: text('author') }],
    ['portal.reading_case', { centre_id: centreId, number: nextNumber(), days: [-5, 60], discordance: 'overall', reader_ids: ['x', 'y'], adjudicator_id: text('adjudicator'), updated_by: text('author') }],
    ['portal.reading_link', { case_id: id['readingCase'], ...ofPatient, assessment_ids: [id['tumourAssessment']], fault: text('fault') }],
    ['portal.reading', { ...reading, id: id['reading'], slot: 'first', user_id: 'x', ...handedIn, remark: text('remark') }],
    ['portal.reading', { ...reading, slot: 'second', user_id: 'y', ...handedIn }],
    ['portal.reading', { ...reading, id: id['openReading'], slot: 'adjudication', user_id: text('adjudicator') }],
    ['portal.slide_upload', { id: id['upload'], centre_id: centreId, patient_id: id['patient'], slide_id: id['slide'], barcode: text('barcode'), user_id: id['user'], user_name: text('user'), bytes: 9, state: 'refused', error_code: 'UNREADABLE', error_message: text('message'), expires_at: 'tomorrow' }],
  ]; // prettier-ignore
  const ids = id as unknown as World;
  const { study, centre } = at;
  const records = { ...id, slide: id['slide']! };
  // By name: what is given may be the whole world of another centre of the study.
  const { field, draftField, qualityRule, qualityRun, savedCohort, snapshot } = fields;
  const world = {
    ...ids,
    field,
    draftField,
    qualityRule,
    qualityRun,
    savedCohort,
    snapshot,
    mark,
    study,
    centre,
    arm,
    records,
    patientCode: text('patient'),
  };
  return { world, inserts };
}

/** What a study declares of itself: known to all of its members, and to nobody else. */
export async function plantStudy(owner: Client, study: string, mark: string): Promise<void> {
  const { rows } = await owner.query<{ id: number }>('select id from portal.study where code = $1', [study]);
  const study_id = rows[0]!.id;
  await put(owner, 'portal.study_arm', [{ study_id, code: `${mark}-arm`, label: `${mark}-arm`, position: 9 }]);
  await put(owner, 'portal.score_threshold', [{ study_id, model_name: `${mark}-score`, threshold: 0.5, provenance: `${mark}-study-threshold` }]);
  await put(owner, 'portal.reading_plan', [{ study_id, discordance: 'best', absolute_increase_mm: 5, stable_from_day: 42, confirmation_days: 28, updated_by: `${mark}-study-author` }]);
  await put(owner, 'portal.double_entry_rule', [{ study_id, forms: ['eligibility', 'treatment', 'haicCycle', 'systemicCourse'], share_percent: 100, updated_by: `${mark}-study-author` }]);
  await put(owner, 'portal.study_schedule', [{ study_id, cycle_days: 21, imaging_on: true, imaging_every: 2, imaging_unit: 'cycles', imaging_window_days: 7, imaging_until: 'death', labs_on: true, labs_window_days: 7, contact_on: true, contact_every_days: 90, contact_window_days: 14, updated_by: `${mark}-study-author` }]);
  await put(owner, 'portal.study_plan', [{ study_id, target_patients: 40, accrual_from: '2023-01-01', accrual_until: '2024-12-31', endpoint: 'OS', planned_events: 30, hazard_ratio: 0.7, alpha: 0.05, power: 0.8, comparison_share: 0.5, updated_by: `${mark}-study-author` }]);
  await put(owner, 'portal.published_response', [{ study_id, source: `${mark}-study-publication`, rates: JSON.stringify([{ rate: 'orr', arm: null, patients: 1, of: 2 }, { rate: 'dcr', arm: `${mark}-arm`, patients: 2, of: 2 }]), updated_by: `${mark}-study-author` }]);
  await put(owner, 'portal.checklist_answer', [{ study_id, checklist: 'stard', item: '30', state: 'written', answer: `${mark}-study-funding`, place: `${mark}-study-page`, updated_by: `${mark}-study-author` }]);
  await put(owner, 'portal.paper', [{ study_id, name: 'paper', citation: `${mark}-study-publication`, claims: JSON.stringify([{ name: 'orr', place: `${mark}-study-table`, value: 50, decimals: 0, isBelow: false, of: null, rule: { kind: 'responseRate', rate: 'orr', arm: null } }]), updated_by: `${mark}-study-author` }]);
  await put(owner, 'portal.import_mapping', [{ study_id, shape: shapeOfImports, map: JSON.stringify({ note: `${mark}-study-mapping` }), updated_by: `${mark}-study-author` }]);
  await put(owner, 'portal.study_eligibility', [{ study_id, population: 'eligible', criteria: JSON.stringify([{ code: 'adult', kind: 'inclusion', label: { en: `${mark}-study-criterion`, zh: `${mark}-study-criterion` }, filter: { variable: 'ageYears', between: [18, null] } }]), updated_by: `${mark}-study-author` }]);
  for (const evaluation_set of ['training', 'internal', 'external']) await put(owner, 'portal.evaluation_set_note', [{ study_id, evaluation_set, note_en: `${mark}-study-note`, note_zh: `${mark}-study-note` }]);
  await put(owner, 'portal.quality_schedule', [{ study_id, nightly: false, updated_by: `${mark}-study-author` }]);
  await owner.query(`update portal.study set name = $2 where id = $1`, [study_id, `${mark}-study`]);
  await owner.query(`update portal.centre set name = $2 || '-centre' where study_id = $1`, [study_id, mark]);
} // prettier-ignore

/** Two fields of a study, by names of their own, a rule, a run of rules and a cohort. */
export async function plantFields(owner: Client, studyId: number, mark: string): Promise<Fields> {
  const ids = { field: randomUUID(), draftField: randomUUID() };
  const [qualityRule, qualityRun, savedCohort, snapshot] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const label = `${mark}-study-field`;
  await owner.query(`begin; select set_config('app.user_id', '${mark}-study-author', true)`);
  for (const [name, id] of Object.entries(ids)) {
    const about = name === 'field' ? { state: 'published', kind: 'code', codes: JSON.stringify([{ code: 'x', label: { en: label, zh: label } }]) } : { state: 'draft', kind: 'text' };
    await put(owner, 'portal.study_field', [{ id, study_id: studyId, form: 'adverseEvent', name: `n${id.replaceAll('-', '')}`, ...about, label_en: label, label_zh: label, help_en: label, help_zh: label, required: false, position: 1, updated_by: `${mark}-study-author` }]);
  }
  const by = { study_id: studyId, updated_by: `${mark}-study-author` };
  await put(owner, 'portal.quality_rule', [{ ...by, id: qualityRule, label_en: `${label} ${qualityRule}`, label_zh: `${label} ${qualityRule}`, condition: JSON.stringify({ variable: 'code', contains: label }) }]);
  await put(owner, 'portal.quality_run', [{ ...by, id: qualityRun, status: 'cancelled', requested_by: `${mark}-study-author` }]);
  const { rows: centres } = await owner.query<{ id: number }>('select id from portal.centre where study_id = $1', [studyId]);
  await put(owner, 'portal.saved_cohort', [{ ...by, id: savedCohort, number: nextNumber(), kind: 'patients', name: `${mark}-study-cohort-${savedCohort}`.slice(-80), description: `${mark}-study-cohort`, known: 'timeZero', n: 1, chosen_centres: centres.map(({ id }) => id), data_version: 1, chosen_version: 1, user_id: `${mark}-study-author`, made_by: `${mark}-study-author` }]);
  await owner.query(
    `insert into portal.snapshot (id, study_id, name, reason, made_at, made_by, made_by_name, data_version, recipe_id, settings, n, sha256)
     select $1::uuid, s.id, $3 || ' ' || $1::uuid, $3, now(), $3, $3, 0, s.recipe_id, portal.settings_to_freeze(s.id), 0, sha256(convert_to($3, 'UTF8')) from portal.study s where s.id = $2`,
    [snapshot, studyId, `${mark}-study-snapshot`],
  );
  const { rows: recipes } = await owner.query<{ id: number }>(
    `insert into portal.recipe (id, name, version, definition, study_id)
     select (select max(id) + 1 from portal.recipe), $1, 1, definition, $2 from portal.recipe where id = 1 returning id`,
    [`${mark}-study-recipe-${nextNumber()}`, studyId],
  );
  await owner.query('commit');
  return { ...ids, qualityRule, qualityRun, savedCohort, snapshot, recipe: recipes[0]!.id };
} // prettier-ignore

/** Enough patients for curves, tests and models to have a result: two arms, both outcomes, scores. */
export async function plantCohort(owner: Client, centreId: number, mark: string): Promise<void> {
  const toss = (salt: string, below: number) => `abs(hashtext(code || '${salt}')) % ${below}`;
  const add = (table: string, columns: string, values: string) =>
    `insert into portal.${table} (patient_id, centre_id, updated_by, ${columns}) select id, centre_id, 'x', ${values}
     from portal.patient where code like '${mark}-cohort%' and centre_id = ${centreId};`;
  await owner.query(`begin; select set_config('app.user_id', '${mark}-author', true), set_config('app.user_name', '${mark}-author', true);
    insert into portal.patient (centre_id, code, updated_by)
      select ${centreId}, '${mark}-cohort-' || i, 'x' from generate_series(1, 40) i;
    ${add('demographics', 'age_years, sex', `30 + ${toss('age', 50)}, 'male'`)}
    ${add('baseline', 'tumour_size_mm, bclc_stage', `50 + ${toss('size', 100)}, (array['A', 'B', 'C'])[1 + ${toss('stage', 3)}]`)}
    ${add('treatment', 'arm, started_on', `(array['HTI', '${mark.replace('-b', '-a')}-arm'])[1 + ${toss('arm', 2)}], '2024-01-01'`)}
    ${add('tumour_assessment', 'assessed_day, visit_number, reader_response', `60, 1, (array['PR', 'PD'])[1 + ${toss('response', 2)}]`)}
    ${add('follow_up', 'contact_day, vital_status', `100 + ${toss('day', 500)}, (array['dead', 'alive'])[1 + ${toss('death', 2)}]`)}
    ${add('imported_score', 'model_name, score', `'${mark}-score', ${toss('score', 100)} / 100.0`)}
    ${add('slide', 'barcode, evaluation_set', `code || '-barcode', (array['training', 'internal'])[1 + ${toss('set', 2)}]`)}
    insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px, microns_per_pixel, vendor, synthetic, updated_by)
      select id, centre_id, patient_id, h || '.tiff', h, 1, 100, 100, 0.25, 'generic-tiff', true, 'x'
      from (select *, encode(sha256(barcode::bytea), 'hex') as h from portal.slide where barcode like '${mark}-cohort%') s;
    commit`);
} // prettier-ignore

/** Rows of the same columns, by one statement. */
async function put(owner: Client, table: string, rows: readonly Values[]): Promise<void> {
  const names = Object.keys(rows[0]!);
  const places = rows.map((_, row) => `(${names.map((__, i) => `$${row * names.length + i + 1}`).join(', ')})`);
  await owner
    .query(
      `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) values ${places.join(', ')}`,
      rows.flatMap((row) => names.map((name) => row[name])),
    )
    .catch((cause: unknown) => {
      throw new Error(`world.fixture.ts: a row of ${table} was refused: ${(cause as Error).message}`, { cause });
    });
}

/** A world of which nothing exists, named by texts of the same form. */
export function missingWorld({ records }: World): World {
  const names = ['snapshot', 'field', 'draftField', 'waitingInference', 'waitingSensitivity', 'waitingTraining', 'patient', 'twin', 'slide', 'inference', 'sensitivity', 'batch', 'training', 'roi', 'query', 'hold', 'verification', 'screening', 'finding', 'exceptedFinding', 'qualityRule', 'qualityRun', 'savedCohort', 'proposal', 'dataImport', 'comparison', 'listComparison', 'entryList', 'readingCase', 'reading', 'openReading', 'upload', 'membership', 'invitation', 'user', 'session', 'accessToken', 'removedRecord', 'removedPatient']; // prettier-ignore
  return {
    ...(Object.fromEntries(names.map((name) => [name, randomUUID()])) as unknown as World),
    mark: 'absent',
    recipe: 32_000,
    study: 'ABSENT',
    centre: 'ABSENT',
    arm: 'ABSENT',
    patientCode: 'absent-patient',
    records: Object.fromEntries(Object.keys(records).map((name) => [name, randomUUID()])),
  };
}
