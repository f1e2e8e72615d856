export { albiGrade, type AlbiGrade, albiScore } from './albi.ts';
export { type BclcFacts, type BclcStage, bclcStages } from './bclc.ts';
export {
  albuminPoints,
  bilirubinPoints,
  type ChildPughClass,
  childPughClasses,
  childPughPoints,
  inrPoints,
  type PartPoints,
} from './child-pugh.ts';
export { type DerivedStage, deriveStaging, type Staging, type StagingRecords } from './staging.ts';
