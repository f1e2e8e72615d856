import attentionEn from './messages/en/attention.json';
import auditEn from './messages/en/audit.json';
import batchesEn from './messages/en/batches.json';
import claimsEn from './messages/en/claims.json';
import cohortEn from './messages/en/cohort.json';
import compareEn from './messages/en/compare.json';
import conditionsEn from './messages/en/conditions.json';
import savedCohortsEn from './messages/en/saved-cohorts.json';
import comparatorsEn from './messages/en/comparators.json';
import dueEn from './messages/en/due.json';
import eligibilityEn from './messages/en/eligibility.json';
import entryEn from './messages/en/entry.json';
import evaluationEn from './messages/en/evaluation.json';
import exportingEn from './messages/en/exporting.json';
import fieldsEn from './messages/en/fields.json';
import formsEn from './messages/en/forms.json';
import homeEn from './messages/en/home.json';
import importsEn from './messages/en/imports.json';
import mergingEn from './messages/en/merging.json';
import operationEn from './messages/en/operation.json';
import modelsEn from './messages/en/models.json';
import patientsEn from './messages/en/patients.json';
import doubleEntryEn from './messages/en/double-entry.json';
import locksEn from './messages/en/locks.json';
import progressEn from './messages/en/progress.json';
import readingsEn from './messages/en/readings.json';
import registryEn from './messages/en/registry.json';
import qualityEn from './messages/en/quality.json';
import queriesEn from './messages/en/queries.json';
import reviewEn from './messages/en/review.json';
import newPasswordEn from './messages/en/new-password.json';
import peopleEn from './messages/en/people.json';
import invitationEn from './messages/en/invitation.json';
import accountEn from './messages/en/account.json';
import explorerEn from './messages/en/explorer.json';
import removalEn from './messages/en/removal.json';
import rightsEn from './messages/en/rights.json';
import roisEn from './messages/en/rois.json';
import runsEn from './messages/en/runs.json';
import shellEn from './messages/en/shell.json';
import slideScaleEn from './messages/en/slide-scale.json';
import safetyEn from './messages/en/safety.json';
import sensitivityEn from './messages/en/sensitivity.json';
import stageEn from './messages/en/stage.json';
import snapshotsEn from './messages/en/snapshots.json';
import slidesEn from './messages/en/slides.json';
import studySettingsEn from './messages/en/study-settings.json';
import survivalEn from './messages/en/survival.json';
import reportEn from './messages/en/report.json';
import reportingEn from './messages/en/reporting.json';
import responseEn from './messages/en/response.json';
import tablesEn from './messages/en/tables.json';
import trainingEn from './messages/en/training.json';
import uiEn from './messages/en/ui.json';
import uploadsEn from './messages/en/uploads.json';
import attentionZh from './messages/zh/attention.json';
import auditZh from './messages/zh/audit.json';
import batchesZh from './messages/zh/batches.json';
import claimsZh from './messages/zh/claims.json';
import cohortZh from './messages/zh/cohort.json';
import compareZh from './messages/zh/compare.json';
import conditionsZh from './messages/zh/conditions.json';
import savedCohortsZh from './messages/zh/saved-cohorts.json';
import comparatorsZh from './messages/zh/comparators.json';
import dueZh from './messages/zh/due.json';
import eligibilityZh from './messages/zh/eligibility.json';
import entryZh from './messages/zh/entry.json';
import evaluationZh from './messages/zh/evaluation.json';
import exportingZh from './messages/zh/exporting.json';
import fieldsZh from './messages/zh/fields.json';
import formsZh from './messages/zh/forms.json';
import homeZh from './messages/zh/home.json';
import importsZh from './messages/zh/imports.json';
import mergingZh from './messages/zh/merging.json';
import operationZh from './messages/zh/operation.json';
import modelsZh from './messages/zh/models.json';
import patientsZh from './messages/zh/patients.json';
import doubleEntryZh from './messages/zh/double-entry.json';
import locksZh from './messages/zh/locks.json';
import progressZh from './messages/zh/progress.json';
import readingsZh from './messages/zh/readings.json';
import registryZh from './messages/zh/registry.json';
import qualityZh from './messages/zh/quality.json';
import queriesZh from './messages/zh/queries.json';
import reviewZh from './messages/zh/review.json';
import newPasswordZh from './messages/zh/new-password.json';
import peopleZh from './messages/zh/people.json';
import invitationZh from './messages/zh/invitation.json';
import accountZh from './messages/zh/account.json';
import explorerZh from './messages/zh/explorer.json';
import removalZh from './messages/zh/removal.json';
import rightsZh from './messages/zh/rights.json';
import roisZh from './messages/zh/rois.json';
import runsZh from './messages/zh/runs.json';
import shellZh from './messages/zh/shell.json';
import slideScaleZh from './messages/zh/slide-scale.json';
import safetyZh from './messages/zh/safety.json';
import sensitivityZh from './messages/zh/sensitivity.json';
import stageZh from './messages/zh/stage.json';
import snapshotsZh from './messages/zh/snapshots.json';
import slidesZh from './messages/zh/slides.json';
import studySettingsZh from './messages/zh/study-settings.json';
import survivalZh from './messages/zh/survival.json';
import reportZh from './messages/zh/report.json';
import reportingZh from './messages/zh/reporting.json';
import responseZh from './messages/zh/response.json';
import tablesZh from './messages/zh/tables.json';
import trainingZh from './messages/zh/training.json';
import uiZh from './messages/zh/ui.json';
import uploadsZh from './messages/zh/uploads.json';

const en = {
  ui: uiEn,
  shell: shellEn,
  home: homeEn,
  claims: claimsEn,
  cohort: cohortEn,
  savedCohorts: savedCohortsEn,
  compare: compareEn,
  conditions: conditionsEn,
  eligibility: eligibilityEn,
  survival: survivalEn,
  reporting: reportingEn,
  response: responseEn,
  tables: tablesEn,
  safety: safetyEn,
  progress: progressEn,
  report: reportEn,
  forms: formsEn,
  patients: patientsEn,
  quality: qualityEn,
  queries: queriesEn,
  review: reviewEn,
  attention: attentionEn,
  audit: auditEn,
  due: dueEn,
  entry: entryEn,
  imports: importsEn,
  evaluation: evaluationEn,
  merging: mergingEn,
  operation: operationEn,
  models: modelsEn,
  locks: locksEn,
  readings: readingsEn,
  doubleEntry: doubleEntryEn,
  registry: registryEn,
  comparators: comparatorsEn,
  runs: runsEn,
  slides: slidesEn,
  stage: stageEn,
  snapshots: snapshotsEn,
  newPassword: newPasswordEn,
  people: peopleEn,
  studySettings: studySettingsEn,
  exporting: exportingEn,
  fields: fieldsEn,
  invitation: invitationEn,
  account: accountEn,
  explorer: explorerEn,
  removal: removalEn,
  rights: rightsEn,
  rois: roisEn,
  uploads: uploadsEn,
  slideScale: slideScaleEn,
  batches: batchesEn,
  sensitivity: sensitivityEn,
  training: trainingEn,
};

/** Every sentence of the pages, by feature; English decides which keys exist. */
export type Messages = typeof en;

const zh: Messages = {
  ui: uiZh,
  shell: shellZh,
  home: homeZh,
  claims: claimsZh,
  cohort: cohortZh,
  savedCohorts: savedCohortsZh,
  compare: compareZh,
  conditions: conditionsZh,
  eligibility: eligibilityZh,
  survival: survivalZh,
  reporting: reportingZh,
  response: responseZh,
  tables: tablesZh,
  safety: safetyZh,
  progress: progressZh,
  report: reportZh,
  forms: formsZh,
  patients: patientsZh,
  quality: qualityZh,
  queries: queriesZh,
  review: reviewZh,
  attention: attentionZh,
  audit: auditZh,
  due: dueZh,
  entry: entryZh,
  imports: importsZh,
  evaluation: evaluationZh,
  merging: mergingZh,
  operation: operationZh,
  models: modelsZh,
  locks: locksZh,
  readings: readingsZh,
  doubleEntry: doubleEntryZh,
  registry: registryZh,
  comparators: comparatorsZh,
  runs: runsZh,
  slides: slidesZh,
  stage: stageZh,
  snapshots: snapshotsZh,
  newPassword: newPasswordZh,
  people: peopleZh,
  studySettings: studySettingsZh,
  exporting: exportingZh,
  fields: fieldsZh,
  invitation: invitationZh,
  account: accountZh,
  explorer: explorerZh,
  removal: removalZh,
  rights: rightsZh,
  rois: roisZh,
  uploads: uploadsZh,
  slideScale: slideScaleZh,
  batches: batchesZh,
  sensitivity: sensitivityZh,
  training: trainingZh,
};

export const messages = { en, zh } as const;
