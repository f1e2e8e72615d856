export {
  type Contradiction,
  type ContradictionCount,
  contradictionCounts,
  contradictionsAmong,
  contradictionsOf,
  contradictionsOfPatient,
  describePair,
  newPairs,
  type Side,
  wantedOf,
} from './contradictions.ts';
export { sqlOfConditions } from './conditions-sql.ts';
export { deriveResponses } from './derive-responses.ts';
export { type MissingTime, PatientService } from './patient.service.ts';
export { fault, refuseAttached } from './patient-refusals.ts';
export {
  type Removal,
  removePatient,
  removePatientsAmong,
  removeRecord,
  removeRecordsAmong,
} from './record-remover.ts';
export {
  addPatients,
  addRecords,
  correctRecords,
  leadCodesTo,
  lockPatient,
  lockPatients,
  lockPatientsOf,
  moveRecords,
  type PatientKey,
  type PatientPlace,
} from './record-writer.ts';
export {
  lastingOrderOf,
  orderOf,
  recordOf,
  type RecordsInRow,
  recordsById,
  recordsInRow,
  recordsOf,
} from './record.query.ts';
export { approach, decidesResponses, type PatientInStudy, RecordService, refuseHeldUp } from './record.service.ts';
export { RemovalService } from './removal.service.ts';
export { type StagedPatient, stagedPatients } from './staging.query.ts';
