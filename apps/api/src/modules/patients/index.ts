export {
  type Contradiction,
  type ContradictionCount,
  contradictionCounts,
  contradictionsAmong,
  contradictionsOf,
  type Side,
  wantedOf,
} from './contradictions.ts';
export { deriveResponses } from './derive-responses.ts';
export { type MissingTime, PatientService } from './patient.service.ts';
export {
  addPatients,
  addRecords,
  correctRecords,
  lockPatient,
  lockPatients,
  type PatientPlace,
} from './record-writer.ts';
export { type RecordsInRow, recordsInRow } from './record.query.ts';
export { decidesResponses, RecordService } from './record.service.ts';
