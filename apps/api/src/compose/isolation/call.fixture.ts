import { forms } from '@haim/schema';
import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { type World } from './world.fixture.ts';

export type Operation = GraphQLField<unknown, unknown>;

/** Calls of an operation are made from the contract by type; what a type does not tell is here, and nowhere else. */

/**
 * What names a row, study or centre: `operation.argument`, `Input.field`, or the bare name where it means the same
 * everywhere. The walk puts another world's name in each of these places.
 */
const named: Readonly<Record<string, (world: World) => unknown>> = {
  study: ({ study }) => study,
  centre: ({ centre }) => centre,
  patientId: ({ patient }) => patient,
  slideId: ({ slide }) => slide,
  inferenceId: ({ inference }) => inference,
  roiIds: ({ roi }) => [roi],
  membershipId: ({ membership }) => membership,
  testCentre: ({ centre }) => centre,
  'study.code': ({ study }) => study,
  'patient.id': ({ patient }) => patient,
  'slide.id': ({ slide }) => slide,
  'inference.id': ({ inference }) => inference,
  'inferenceProgress.id': ({ inference }) => inference,
  'cancelInference.id': ({ waitingInference }) => waitingInference,
  'patchSensitivity.id': ({ sensitivity }) => sensitivity,
  'patchSensitivityProgress.id': ({ sensitivity }) => sensitivity,
  'cancelPatchSensitivity.id': ({ waitingSensitivity }) => waitingSensitivity,
  'batch.id': ({ batch }) => batch,
  'batchProgress.id': ({ batch }) => batch,
  'cancelBatch.id': ({ batch }) => batch,
  'trainingRun.id': ({ training }) => training,
  'trainingProgress.id': ({ training }) => training,
  'cancelTraining.id': ({ waitingTraining }) => waitingTraining,
  'deleteRoi.id': ({ roi }) => roi,
  'lockRoi.id': ({ roi }) => roi,
  'unlockRoi.id': ({ roi }) => roi,
  'saveRoi.id': ({ roi }) => roi,
  'changeMembership.id': ({ membership }) => membership,
  'endMembership.id': ({ membership }) => membership,
  'revokeInvitation.id': ({ invitation }) => invitation,
  snapshot: ({ snapshot }) => snapshot,
  'snapshot.id': ({ snapshot }) => snapshot,
  'checkSnapshot.id': ({ snapshot }) => snapshot,
  'snapshotDifference.from': ({ snapshot }) => snapshot,
  'snapshotDifference.to': ({ snapshot }) => snapshot,
  'keepRecipe.recipe': ({ recipe }) => recipe,
  'leaveRecipe.recipe': ({ recipe }) => recipe,
  'studyFieldVersions.id': ({ field }) => field,
  'saveStudyField.id': ({ field }) => field,
  'retireStudyField.id': ({ field }) => field,
  'publishStudyField.id': ({ draftField }) => draftField,
  'removeStudyField.id': ({ draftField }) => draftField,
  'orderStudyFields.ids': ({ field }) => [field],
  ...Object.fromEntries(
    ['changeSavedCohort', 'removeSavedCohort', 'restoreSavedCohort', 'savedCohortVersions'].map((name) => [
      `${name}.id`,
      ({ savedCohort }: World) => savedCohort,
    ]),
  ),
  'holdRecords.recordId': ({ records }) => records['demographics'],
  'verifyRecord.recordId': ({ records }) => records['demographics'],
  'takeBackVerification.id': ({ verification }) => verification,
  'qualityFindings.rule': ({ mark }) => `${mark}-rule`,
  'qualityFindings.after': ({ finding }) => finding,
  'setQualityRule.key': ({ qualityRule }) => qualityRule,
  'saveQualityRule.key': ({ qualityRule }) => qualityRule,
  'exceptFinding.id': ({ finding }) => finding,
  'withdrawException.id': ({ exceptedFinding }) => exceptedFinding,
  'cancelQualityRun.id': ({ qualityRun }) => qualityRun,
  'qualityProgress.id': ({ qualityRun }) => qualityRun,
  'holdCentres.centres': ({ centre }) => [centre],
  'liftCentres.centres': ({ centre }) => [centre],
  'saveScreening.id': ({ screening }) => screening,
  'removeScreening.id': ({ screening }) => screening,
  'ScreeningInput.patient': ({ patientCode }) => patientCode,
  'liftHold.id': ({ hold }) => hold,
  'dataQueries.after': ({ query }) => query,
  'DueItemsFilter.centres': ({ centre }) => [centre],
  'DueItemsFilter.code': ({ patientCode }) => patientCode,
  'followUpCompleteness.centres': ({ centre }) => [centre],
  'DataQueryFilter.patientId': ({ patient }) => patient,
  'moveDataQuery.id': ({ query }) => query,
  'DataQueryVersion.id': ({ query }) => query,
  'querySubjects.patientIds': ({ patient }) => [patient],
  'querySubjects.codes': ({ patientCode }) => [patientCode],
  'DataQuerySubject.recordId': ({ records }) => records['baseline'],
  'entryComparison.id': ({ comparison }) => comparison,
  'resolveEntryComparison.id': ({ comparison }) => comparison,
  'entryList.id': ({ entryList }) => entryList,
  'resolveEntryList.id': ({ entryList }) => entryList,
  'EntryDecisionInput.id': ({ listComparison }) => listComparison,
  'EntryDecisionInput.sameAs': ({ comparison }) => comparison,
  caseId: ({ readingCase }) => readingCase,
  'readingTask.id': ({ reading }) => reading,
  'derivedReading.id': ({ reading }) => reading,
  'saveReading.id': ({ openReading }) => openReading,
  'chooseReading.id': ({ openReading }) => openReading,
  chosenId: ({ reading }) => reading,
  assessmentIds: ({ records }) => [records['tumourAssessment']],
  'endMySession.id': ({ session }) => session,
  'removeRecord.id': ({ records }) => records['adverseEvent'],
  'restoreRecord.id': ({ removedRecord }) => removedRecord,
  keptId: ({ patient }) => patient,
  otherId: ({ twin }) => twin,
  'MergeChoiceInput.recordId': ({ records }) => records['demographics'],
  'removePatient.id': ({ patient }) => patient,
  'restorePatient.id': ({ removedPatient }) => removedPatient,
  'correctPatientCode.id': ({ patient }) => patient,
  'findByHospitalNumber.hospitalNumber': ({ mark }) => `${mark}-identity-number`,
  'AuditFilter.recordId': ({ records }) => records['demographics'],
  'AuditFilter.patientCode': ({ patientCode }) => patientCode,
  'AuditFilter.userId': ({ user }) => user,
  'CohortInput.code': ({ patientCode }) => patientCode,
  'CohortInput.centres': ({ centre }) => [centre],
  'CohortInput.arms': ({ arm }) => [arm],
  'CohortInput.filter': ({ centre, patientCode }) => ({
    or: [
      { variable: 'centre', in: [centre] },
      { and: [{ variable: 'code', contains: patientCode }, { not: { variable: 'centre', isMissing: true } }] },
      { variable: 'centre', notIn: [centre] },
      { variable: 'ageYears', between: [1, 99] },
    ],
  }),
  'evaluation.source': ({ mark }) => `imported:${mark}-score`,
  'scoreOutcome.source': ({ mark }) => `imported:${mark}-score`,
  'scoreComparison.sources': ({ mark }) => [`imported:${mark}-score`, 'clinical:tumourSizeMm'],
  'TreatmentInput.arm': ({ arm }) => arm,
  ...Object.fromEntries(
    forms.map(({ name }) => [
      `save${name[0]!.toUpperCase()}${name.slice(1)}.id`,
      ({ records }: World) => records[name],
    ]),
  ),
};

/** What names nothing, where neither type nor form give a value that is accepted. */
const given: Record<string, unknown> = {
  // A place in the order of the entries, not one of them.
  'auditEntries.after': '999999999',
  saveKey: '6f1c1b0e-9a3f-4d52-8a8e-3b2f1d0c9e77',
  modelId: 'tiny',
  version: 1,
  reason: 'asked by a test',
  line: 'tiny',
  firstReader: 'nobody',
  secondReader: 'somebody',
  adjudicator: 'who else',
  right: 'readBlind',
  slot: 'first',
  'ReadingPlanInput.discordance': 'overall',
  'ReadingPlanInput.hilarNodeMm': 20,
  'ReadingPlanInput.nodeMm': 15,
  'setDoubleEntryRule.forms': ['eligibility', 'treatment', 'haicCycle', 'systemicCourse'],
  'setDoubleEntryRule.sharePercent': 100,
  'enterSecond.form': 'treatment',
  'enterSecond.values': { startedOn: '2024-01-02' },
  'secondEntriesBefore.form': 'systemicCourse',
  'enterSecondList.form': 'haicCycle',
  'enterSecondList.records': [{ cycleNumber: 1, givenOn: '2024-01-03' }],
  'EntryDecisionInput.outcome': 'keep',
  'EntryDecisionInput.recordVersion': 1,
  'EntryDecisionInput.choices': [],
  'FieldChoiceInput.field': 'tumourSizeMm',
  'FieldChoiceInput.choice': 'first',
  'ReadingInput.lesions': [],
  'ReadingInput.newLesion': [false, false],
  'saveFollowUp.values': { contactDay: 40, vitalStatus: 'alive' },
  'saveTumourAssessment.values': { assessedDay: 20, visitNumber: 3 },
  'saveHaicCycle.values': { cycleNumber: 2, givenOn: '2024-02-01' },
  'evaluation.set': 'INTERNAL',
  'scoreOutcome.threshold': 0.5,
  covariates: ['tumourSizeMm'],
  clinicalCovariates: ['tumourSizeMm'],
  'createPatient.code': 'NEW-1',
  'correctPatientCode.code': 'NEW-2',
  'removeRecord.form': 'adverseEvent',
  'MergeChoiceInput.field': 'ageYears',
  'IdentityChoiceInput.field': 'telephone',
  // Of everybody with a time: who responded is not asked of all centres.
  'survival.endpoint': 'OS',
  'survivalModel.endpoint': 'OS',
  'survivalWeighting.endpoint': 'OS',
  'survivalSubgroups.endpoint': 'OS',
  'competingRisks.endpoint': 'PFS',
  'recipeComparison.endpoint': 'OS',
  'recipeComparison.recipe': 1,
  'recipeComparison.groupBy': 'arm',
  'survival.groupBy': 'arm',
  'survivalModel.groupBy': 'arm',
  'competingRisks.groupBy': 'arm',
  'survivalModel.strata': ['sex'],
  'survivalWeighting.groupBy': 'arm',
  'survivalWeighting.reference': 'HAIC',
  'survivalWeighting.comparison': 'HTI',
  'survivalWeighting.covariates': ['ageYears', 'sex'],
  'survivalWeighting.truncatePercent': 5,
  'survivalSubgroups.groupBy': 'arm',
  'survivalSubgroups.reference': 'HAIC',
  'survivalSubgroups.comparison': 'HTI',
  'survivalSubgroups.variables': ['ageYears', 'sex'],
  'patientTable.columns': ['ageYears', 'arm'],
  'tableOne.groupBy': 'arm',
  'tableOne.variables': ['ageYears', 'sex'],
  'responseCourse.groupBy': 'arm',
  'confirmedResponse.groupBy': 'arm',
  'confirmedResponse.days': 28,
  'responseTable.groupBy': 'arm',
  'responseTable.within': 'sex',
  'safety.groupBy': 'arm',
  'safetyPatients.groupBy': 'arm',
  'safetyPatients.group': 'HAIC',
  'safetyPatients.row': 'fact:any',
  'stateMicronsPerPixel.value': 0.5,
  'startTraining.snapshotId': '0'.repeat(64),
  'patients.after': null,
  'patients.due': ['overdue', 'due', 'coming'],
  'dueItems.after': null,
  'DueItemsFilter.forms': ['followUp'],
  'DueItemsFilter.states': ['overdue', 'due', 'coming'],
  'DueItemsFilter.overdueBy': 0,
  'setPublishedResponse.source': 'An article, table 1',
  'checkedPaper.paper': 'paper',
  'claimFiles.paper': 'paper',
  'claimFiles.claim': 'orr',
  'removePaper.name': 'paper',
  'setPaper.version': 0,
  'setPaper.file': JSON.stringify({
    ...{ name: 'another-paper', citation: 'An article' },
    claims: [{ name: 'all', place: 'Table 1', value: 2, rule: { kind: 'patients', cohort: null } }],
  }),
  'PublishedRateInput.rate': 'ORR',
  'PublishedRateInput.arm': null,
  'PublishedRateInput.patients': 1,
  'PublishedRateInput.of': 2,
  'StudyScheduleInput.cycleDays': 21,
  'StudyScheduleInput.imagingUnit': 'weeks',
  'StudyScheduleInput.imagingUntil': 'death',
  'StudyScheduleInput.contactEveryDays': 90,
  'StudyPlanInput.endpoint': 'OS',
  'StudyPlanInput.alpha': 0.05,
  'StudyPlanInput.power': 0.8,
  'StudyPlanInput.comparisonShare': 0.5,
  'VisitStopInput.why': 'lost',
  email: 'somebody@site.org',
  'PlacementInput.role': 'monitor',
  'readDictionary.csv':
    'Variable / Field Name,Form Name,Field Type,Field Label\nsmoking,baseline,text,Smoking\nwrong name,none,text,x\n',
  // Refused, so that who manages every study leaves each of them as it was.
  'addRecipe.name': 'Of a test',
  'RecipeRulesInput.timeZero': 'firstHaic',
  'RecipeRulesInput.survivorsUntil': 'cutoff',
  'RecipeRulesInput.pfsDeath': 'event',
  'RecipeRulesInput.pfsTreatment': 'ignored',
  'RecipeRulesInput.ttrProgression': 'censored',
  'RecipeRulesInput.dorDeath': 'event',
  'RecipeRulesInput.dorTreatment': 'ignored',
  'RecipeRulesInput.ttntDeath': 'event',
  'StudySettingsInput.monthDays': 30,
  'StudySettingsInput.unusedForms': ['eligibility'],
  'saveIdentity.values': { fullName: 'Somebody' },
  'StudyFieldInput.form': 'adverseEvent',
  'StudyFieldInput.kind': 'text',
  'orderStudyFields.form': 'adverseEvent',
  'QualityRuleInput.condition': { variable: 'ageYears', between: [1, 99] },
  'DoubtReasonInput.field': 'tumourSizeMm',
  'holdRecords.form': 'demographics',
  'verifyRecord.form': 'demographics',
  'verifyRecord.field': 'ageYears',
  'raiseDataQueries.form': 'baseline',
  'raiseDataQueries.field': 'tumourSizeMm',
  'querySubjects.form': 'baseline',
  'querySubjects.field': 'tumourSizeMm',
  'DataQueryFilter.form': 'baseline',
  'AuditFilter.form': 'baseline',
  'AuditFilter.field': 'tumour_size_mm',
  'restoreSavedCohort.to': 1,
  'ScreeningInput.screenedOn': '2023-12-20',
  'ScreeningInput.outcome': 'declined',
  'ScreeningInput.failedCriteria': [],
  'ScreeningInput.number': 'S-2',
  'EligibilityRulesInput.population': 'eligible',
  'EligibilityCriterionInput.kind': 'exclusion',
  'EligibilityCriterionInput.filter': { variable: 'ecogPs', in: ['3', '4'] },
  'RoiInput.name': 'outline',
  'RoiRingInput.x': [0, 9, 9],
  'RoiRingInput.y': [0, 0, 9],
  'CurveDrawing.width': 100,
  'CohortInput.bestResponses': ['PR'],
  'TrainingInput.epochs': 10,
};

/** Ids that the portal gives to what belongs to no centre, known once it is there. */
export function giveIds(ids: Readonly<Record<'activateModel.id' | 'retireModel.id', string>>): void {
  Object.assign(given, ids);
}

const leaves: Readonly<Record<string, unknown>> = {
  Boolean: true,
  Int: 1,
  Float: 0.5,
  String: 'text',
  ID: 'text',
  LocalDate: '2024-02-01',
  PartialDate: '2024-02',
  DateTime: '2024-02-01T00:00:00Z',
};

/** A value that the declaration of the form accepts. */
function ofForm(key: string): unknown {
  const [input = '', field = ''] = key.split('.');
  const form = forms.find(({ name }) => `${name}Input`.toLowerCase() === input.toLowerCase());
  const spec = form && (form.fields as Readonly<Record<string, { kind: string; list?: { codes: readonly { code: string }[] }; range?: readonly [number, number] }>>)[field];
  if (!spec) return undefined;
  if (spec.list) return spec.list.codes[0]?.code;
  return spec.range?.[0];
} // prettier-ignore

/** Where a call can name a row: the path of the argument or field, and its key in `named`. */
export interface Slot {
  readonly path: readonly string[];
  readonly key: string;
}

/** Every argument and, below it, every field of an input: `path` to it and the key under which it is known here. */
export function slotsOf(operation: Operation): Slot[] {
  const below = (type: GraphQLInputType, slot: Slot): Slot[] => {
    const input = getNamedType(type);
    if (!isInputObjectType(input) || slot.key in named) return [slot];
    return [
      slot,
      ...Object.values(input.getFields()).flatMap((field) =>
        below(field.type, { path: [...slot.path, field.name], key: keyOf(input.name, field.name) }),
      ),
    ];
  };
  return operation.args.flatMap(({ name, type }) => below(type, { path: [name], key: keyOf(operation.name, name) }));
}

export const namesARow = ({ key }: Slot): boolean => key in named;

function keyOf(owner: string, name: string): string {
  const full = `${owner}.${name}`;
  return full in named || full in given || !(name in named || name in given) ? full : name;
}

/** An argument of this name and type says nothing of what it names: the walk asks for it to be said here. */
export function unknownIds(operation: Operation, contract: GraphQLSchema): string[] {
  const idType = contract.getType('ID');
  const typeAt = (path: readonly string[]): GraphQLInputType | undefined => {
    let type: GraphQLInputType | undefined = operation.args.find(({ name }) => name === path[0])?.type;
    for (const name of path.slice(1)) {
      const input = type && getNamedType(type);
      type = input && isInputObjectType(input) ? input.getFields()[name]?.type : undefined;
    }
    return type;
  };
  return slotsOf(operation)
    .filter((slot) => !namesARow(slot) && !(slot.key in given) && getNamedType(typeAt(slot.path)) === idType)
    .map(({ key }) => key);
}

/** The variables of a call: what is required, and what the wanted paths name; `put` decides what each slot holds. */
export function variablesOf(
  operation: Operation,
  home: World,
  wanted: readonly Slot[] = [],
  put: ReadonlyMap<string, World> = new Map(),
): Record<string, unknown> {
  const isWanted = (path: readonly string[]) =>
    wanted.some((slot) => path.every((name, i) => slot.path[i] === name) && slot.path.length >= path.length);
  const make = (type: GraphQLInputType, owner: string, name: string, path: readonly string[]): unknown => {
    const key = keyOf(owner, name);
    const bare = getNullableType(type);
    if (key in named) return named[key]!(put.get(path.join('.')) ?? home);
    if (key in given) return given[key];
    if (isListType(bare)) {
      const made = make(bare.ofType, owner, name, path);
      return [made];
    }
    if (isInputObjectType(bare)) {
      return Object.fromEntries(
        Object.values(bare.getFields())
          .filter((field) => isRequiredInputField(field) || isWanted([...path, field.name]))
          .map((field) => [field.name, make(field.type, bare.name, field.name, [...path, field.name])]),
      );
    }
    if (isEnumType(bare)) return bare.getValues()[0]!.name;
    return ofForm(key) ?? leaves[getNamedType(bare).name];
  };
  return Object.fromEntries(
    operation.args
      .filter((argument) => isRequiredArgument(argument) || isWanted([argument.name]))
      .map(({ name, type }) => [name, make(type, operation.name, name, [name])]),
  );
}

/** The operation with every argument as a variable; what is left out of the variables keeps its default. */
export function textOf(kind: 'query' | 'mutation' | 'subscription', operation: Operation, variables: object, selection: string): string {
  const used = operation.args.filter(({ name }) => name in variables);
  const declared = used.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = used.map(({ name }) => `${name}: $${name}`).join(', ');
  const inner = used.length > 0 ? `(${declared})` : '';
  return `${kind} ${inner} { ${operation.name}${used.length > 0 ? `(${passed})` : ''} ${selection} }`;
} // prettier-ignore
