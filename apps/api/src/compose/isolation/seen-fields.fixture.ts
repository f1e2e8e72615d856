import { type Right, type Role, roleMay } from '@haim/schema';

/** `Type.field` of every field that has a value in an answer, wherever in it the object is. */
export function seenFields(answer: string): Set<string> {
  const seen = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(look);
    if (typeof value !== 'object' || value === null) return;
    const { __typename: type, ...fields } = value as Readonly<Record<string, unknown>>;
    for (const [name, inner] of Object.entries(fields)) {
      if (typeof type === 'string' && inner !== null && !(Array.isArray(inner) && inner.length === 0)) seen.add(`${type}.${name}`);
      look(inner);
    }
  }; // prettier-ignore
  try {
    look(JSON.parse(answer));
  } catch {
    // A stream of events, or no answer at all.
  }
  return seen;
}

/**
 * Which right opens a field, or any of several: by `Type.field`, otherwise by `Type`, otherwise the right to read records,
 * so that a new type is closed to readers until it is said here. An empty list is everybody's.
 */
const needs: Readonly<Record<string, readonly Right[]>> = {
  ...open('Arm', 'Centre', 'ClinicalCovariateChoice', 'CtcaeTerm', 'Grouping', 'Model', 'ModelEvent', 'ModelGraph', 'ModelVersion'),
  ...open('MySecondFactor', 'OwnSession', 'Recipe', 'RecipeRules', 'Statement', 'Viewer', 'Membership.role', 'Membership.study'),
  // Whoever reads no record gets the same answers over no patients: counts of 0, and names of variables.
  ...open('AdverseEventTable.dataVersion', 'CohortSummary.dataVersion', 'CohortSummary.facets', 'CohortSummary.n'),
  ...open('CohortSummary.quantities', 'CohortSummary.total', 'Facet.labelEn', 'Facet.labelZh', 'Facet.variable'),
  ...open('PatientPage.dataVersion', 'PatientPage.total', 'TreatmentDifferences.compared', 'TreatmentDifferences.patients'),
  ...open('StagingDifferences.compared', 'StagingDifferences.patients'),
  ...ofType('QuantitySummary', 'labelEn labelZh missing missingAtMost n nAtMost unit variable'),
  ...ofType('ClinicalModel', 'covariates dataVersion method methodStatement n nDropped nPositive statements trainingCsv warnings'),
  ...ofType('SurvivalAnalysis', 'bandMethod bandMethodStatement confidenceType dataVersion dropped droppedAtMost endpoint endpointRule files monthDays n recipe restrictedMeans timeZero timeZeroStatement'),
  ...ofType('RestrictedMeans', 'method methodStatement untilDays'),
  ...ofType('SurvivalModel', 'covariates dataVersion endpoint events files groupBy method n recipe statements strata timeZero timeZeroStatement'),
  ...ofType('CompetingRisks', 'dataVersion endpoint files groupBy method monthDays recipe statements timeZero timeZeroStatement'),
  ...ofType('SurvivalWeighting', 'dataVersion endpoint estimand files groupBy monthDays nDropped recipe timeZero timeZeroStatement truncatePercent truncated'),
  ...ofType('SurvivalSubgroups', 'covariates cuts dataVersion endpoint files groupBy recipe timeZero timeZeroStatement'),
  ...ofType('SwimmerPage', 'dataVersion longestDays monthDays page pages recipe timeZero timeZeroStatement total'),
  ...ofType('TableOne', 'dataVersion files method n recipe rule statements ungrouped ungroupedAtMost'),
  ...ofType('ResponseTable', 'dataVersion dcr files interval method n orr recipe statements ungrouped ungroupedAtMost'),
  ...ofType('ResponseCourse', 'dataVersion files groupBy isTooMany method mostPatients n readPatients recipe statements ungrouped'),
  ...ofType('ConfirmedResponse', 'dataVersion days files groupBy interval method n plannedDays recipe statements ungrouped'),
  ...ofType('ResponseModel', 'dataVersion entry files method n recipe responders statements'),
  ...open('TableFiles', 'RCheck', 'RDifference'),
  ...open('SafetyTable.dataVersion', 'SafetyTable.groupBy', 'SafetyTable.method', 'SafetyTable.statements'),
  ...open('SafetyTable.files'),
  ...open('ScoreRuns.dataVersion'),
  ...open('PatientsWithEvent.dataVersion', 'PatientsWithEvent.total'),
  ...open('Study'),
  'Study.savedCohorts': ['readRecords'],
  'Study.fields': ['readRecords', 'manageStudy', 'enterSecond'],
  'Study.writableCentres': ['enterRecords'],
  FieldCode: ['readRecords', 'manageStudy', 'enterSecond'],
  StudyField: ['readRecords', 'manageStudy', 'enterSecond'],
  StudyFieldVersion: ['readRecords', 'manageStudy'],
  Wording: ['readRecords', 'manageStudy', 'enterSecond'],
  StoredStudySchedule: ['readRecords', 'manageStudy'],
  StudySchedule: ['readRecords', 'manageStudy'],
  StoredStudyPlan: ['readRecords', 'manageStudy'],
  StudyPlan: ['readRecords', 'manageStudy'],
  PublishedResponse: ['readRecords', 'manageStudy'],
  PublishedRate: ['readRecords', 'manageStudy'],
  Paper: ['readRecords', 'manageStudy'],
  ClaimedRate: ['readRecords', 'manageStudy'],
  EligibilityRulesOfStudy: ['readRecords', 'manageStudy'],
  EligibilityCriterion: ['readRecords', 'manageStudy'],
  ArmSetting: ['manageStudy'],
  CentreSetting: ['manageStudy'],
  DisclosureRule: ['manageStudy'],
  FormSetting: ['manageStudy'],
  StudyRecipes: ['manageStudy'],
  StudySettings: ['manageStudy'],
  AnsweredRequests: ['watchPortal'],
  Operation: ['watchPortal'],
  OperationCheck: ['watchPortal'],
  PortalWorker: ['watchPortal'],
  QueueOfKind: ['watchPortal'],
  RefusedSignIns: ['watchPortal'],
  SlowStatement: ['watchPortal'],
  Invitation: ['managePeople'],
  Member: ['managePeople'],
  People: ['managePeople'],
  PeopleWork: ['managePeople'],
  'Worklist.people': ['managePeople'],
  OwnWork: ['enterRecords'],
  BegunForm: ['enterRecords'],
  'Worklist.mine': ['enterRecords'],
  TroubleWork: ['manageStudy'],
  'Worklist.trouble': ['manageStudy'],
  EntryWork: ['enterRecords'],
  MissingForm: ['enterRecords'],
  MergedPatient: ['enterRecords'],
  MergePair: ['enterRecords'],
  MovingRecord: ['enterRecords'],
  PatientMerge: ['enterRecords'],
  UnfinishedPatient: ['enterRecords'],
  'Worklist.entry': ['enterRecords'],
  BatchPlan: ['runModels'],
  SlideToOutline: ['drawOutlines', 'runModels'],
  SlideWork: ['drawOutlines', 'runModels'],
  QuerySubject: ['raiseQueries'],
  QuerySubjects: ['raiseQueries'],
  UnsignedForm: ['signRecords'],
  UnsignedWork: ['signRecords'],
  'Worklist.unsigned': ['signRecords'],
  'Worklist.slides': ['drawOutlines', 'runModels'],
  LatestTraining: ['trainModels'],
  TrainingLeft: ['trainModels'],
  TrainingPreview: ['trainModels'],
  'ModelWork.trainings': ['trainModels'],
  'ModelWork.candidates': ['trainModels', 'decideOnModels'],
  'Worklist.models': ['trainModels', 'decideOnModels'],
  SecondEntryTask: ['readRecords', 'enterSecond'],
  BlindMember: ['assignReadings'],
  PatientToRead: ['assignReadings'],
  ImageToRead: ['assignReadings'],
  ReadingCase: ['assignReadings'],
  ReadingOfCase: ['assignReadings'],
  ReadLesion: ['readBlind', 'adjudicate'],
  ReadingTask: ['readBlind', 'adjudicate'],
  RivalReading: ['adjudicate'],
  'ReadingTask.rivals': ['adjudicate'],
  // What was handed in; the decision of this world is not.
  'ReadingTask.derived': ['readBlind'],
  'ReadingTask.remark': ['readBlind'],
  'ReadingTask.submittedAt': ['readBlind'],
  DerivedReading: ['readRecords', 'readBlind', 'adjudicate'],
  DerivedVisit: ['readRecords', 'readBlind', 'adjudicate'],
}; // prettier-ignore

/** Not seen alike by all who have the right, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  ...ofAllCentres('ComparedPublished', 'source recipe dataVersion rows'),
  ...ofAllCentres('CheckedPaperType', 'citation claims dataVersion monthDays name recipe'),
  ...ofAllCentres(
    'CheckedClaim',
    'decimals difference hasScript isBelow name place printed reasons recomputed rule ruleStatement unit verdict',
  ),
  ...ofAllCentres('PublishedComparison', 'rate arm patients of recomputedPatients recomputedOf verdict difference'),
  'ImportUndo.obstaclesTotal':
    'of whoever made the import, or manages the study and enters there: import-undo.service.test.ts',
  'Study.unusedForms': 'empty in a study that uses every form',
  'Snapshot.total': 'of who may read every centre',
  'DuePage.nextCursor': 'only of more visits than a page has',
  'PatientPage.nextCursor': 'only of more patients than a page has',
  'AdjustedCoxModel.statements': 'a model of enough events has none',
  'AdjustedCoxModel.warnings': 'the same',
  'SurvivalAnalysis.followUpUpperDays': 'estimable or not by the number of patients',
  'SurvivalCurve.medianUpperDays': 'estimable or not by the number of patients',
  'WeightedMedian.upper': 'estimable or not by the number of patients',
  'MaturityOfGroup.upperDays': 'the same of a median of follow-up',
  'Swimmer.cycleDays': 'of a patient with cycles: grouped-survival.test.ts',
  'StudyProgress.information': 'of whoever reads every centre of the study: study-progress.test.ts',
  'StudyInformation.detectable': 'the same',
  'StudyInformation.events': 'the same',
  'StudyInformation.fraction': 'the same',
  'StudyInformation.needed': 'the same',
  'StudyInformation.planned': 'the same',
  'StudyInformation.statements': 'the same',
};
const trail = /^Audit/;

function open(...names: string[]): Record<string, readonly Right[]> {
  return Object.fromEntries(names.map((name) => [name, []]));
}

/** Fields that who may read every centre of the study sees. */
function ofAllCentres(type: string, fields: string): Record<string, string> {
  return Object.fromEntries(fields.split(' ').map((field) => [`${type}.${field}`, 'only where no centre is closed']));
}

function ofType(type: string, fields: string): Record<string, readonly Right[]> {
  return open(...fields.split(' ').map((field) => `${type}.${field}`));
}

/**
 * Where roles see other fields than their rights open.
 *
 * @param seen - what each role saw of its own world, by the same requests.
 * @returns `role Type.field is shown` or `is not shown`. The trail is left out: audit.service.test.ts.
 */
export function differencesFromRights(seen: ReadonlyMap<Role, ReadonlySet<string>>): string[] {
  const fields = [...new Set([...seen.values()].flatMap((one) => [...one]))].toSorted();
  return fields
    .filter((field) => !trail.test(field) && !(field in elsewhere))
    .flatMap((field) => {
      const wanted = needs[field] ?? needs[field.split('.')[0] ?? ''] ?? ['readRecords' as const];
      return [...seen].flatMap(([role, shown]) => {
        const may = wanted.length === 0 || wanted.some((right) => roleMay(role, right));
        return may === shown.has(field) ? [] : [`${role} ${field} is ${may ? 'not shown' : 'shown'}`];
      });
    });
}
