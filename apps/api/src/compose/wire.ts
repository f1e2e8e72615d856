import { join } from 'node:path';
import { StudyAnswers, SubjectStore } from '../columns/index.ts';
import { secretOf } from '../db/secrets.ts';
import { StudyDb } from '../db/study-db.ts';
import { RChecks } from '../r-checks/index.ts';
import { JobQueue } from '../jobs/job-queue.ts';
import { RunNotices } from '../jobs/run-notices.ts';
import { RunWatch } from '../jobs/run-watch.ts';
import { type Asker, withAccess } from '../context/asker.ts';
import { type Resolvers } from '../graphql/build-schema.ts';
import { AdverseEventsResolver } from '../modules/analyses/safety/adverse-events.resolver.ts';
import { AdverseEventsService } from '../modules/analyses/safety/adverse-events.service.ts';
import { SafetyResolver } from '../modules/analyses/safety/safety.resolver.ts';
import { SafetyService } from '../modules/analyses/safety/safety.service.ts';
import { EvaluationSources } from '../modules/analyses/evaluation/evaluation-sources.ts';
import {
  CompetingRisksGroupResolver,
  CompetingRisksResolver,
} from '../modules/analyses/survival/competing-risks.resolver.ts';
import { CompetingRisksService } from '../modules/analyses/survival/competing-risks.service.ts';
import { accountResolvers } from './account-resolvers.ts';
import { evaluationResolvers } from './evaluation-resolvers.ts';
import { EvaluationService } from '../modules/analyses/evaluation/evaluation.service.ts';
import { ResponseModelResolver } from '../modules/analyses/tables/response-model.resolver.ts';
import { ResponseModelService } from '../modules/analyses/tables/response-model.service.ts';
import { ConfirmedResponseResolver } from '../modules/analyses/response/confirmed-response.resolver.ts';
import { ConfirmedResponseService } from '../modules/analyses/response/confirmed-response.service.ts';
import { ResponseCourseResolver } from '../modules/analyses/response/response-course.resolver.ts';
import { ResponseCourseService } from '../modules/analyses/response/response-course.service.ts';
import { PublishedResponseResolver } from '../modules/analyses/tables/published-response.resolver.ts';
import { PublishedResponseService } from '../modules/analyses/tables/published-response.service.ts';
import { ResponseTableResolver } from '../modules/analyses/tables/response-table.resolver.ts';
import { ResponseTableService } from '../modules/analyses/tables/response-table.service.ts';
import { SwimmerResolver } from '../modules/analyses/survival/swimmer.resolver.ts';
import { SwimmerService } from '../modules/analyses/survival/swimmer.service.ts';
import { SurvivalModelResolver } from '../modules/analyses/survival/survival-model.resolver.ts';
import { SurvivalModelService } from '../modules/analyses/survival/survival-model.service.ts';
import { SurvivalSubgroupsResolver } from '../modules/analyses/survival/survival-subgroups.resolver.ts';
import { SurvivalSubgroupsService } from '../modules/analyses/survival/survival-subgroups.service.ts';
import {
  SurvivalWeightingResolver,
  WeightedCurveResolver,
} from '../modules/analyses/survival/survival-weighting.resolver.ts';
import { SurvivalWeightingService } from '../modules/analyses/survival/survival-weighting.service.ts';
import { SurvivalResolver } from '../modules/analyses/survival/survival.resolver.ts';
import { SurvivalService } from '../modules/analyses/survival/survival.service.ts';
import { TableFilesResolver } from '../modules/analyses/table-files.resolver.ts';
import { RecipeComparisonResolver } from '../modules/analyses/survival/recipe-comparison.resolver.ts';
import { RecipeComparisonService } from '../modules/analyses/survival/recipe-comparison.service.ts';
import { TableOneResolver } from '../modules/analyses/tables/table-one.resolver.ts';
import { TableOneService } from '../modules/analyses/tables/table-one.service.ts';
import {
  CohortPageResolver,
  CohortPageService,
  CohortSummaryResolver,
  CohortSummaryService,
  PatientTableResolver,
  PatientTableService,
  SearchNotes,
  StudyGroupingsResolver,
} from '../modules/cohort/index.ts';
import {
  SavedCohortResolver,
  SavedCohortService,
  SavedCohortsOfStudyResolver,
} from '../modules/saved-cohorts/index.ts';
import { AuditHeads } from '../modules/audit/audit-heads.ts';
import { AuditResolver } from '../modules/audit/audit.resolver.ts';
import { AuditSealer } from '../modules/audit/audit-sealer.ts';
import { AuditService } from '../modules/audit/audit.service.ts';
import { AccountDirectory } from '../modules/auth/index.ts';
import { CtcaeResolver, CtcaeService } from '../modules/ctcae/index.ts';
import { DictionaryService } from '../modules/fields/dictionary.service.ts';
import { DictionaryResolver, FieldResolver, FieldsOfStudyResolver } from '../modules/fields/field.resolver.ts';
import { FieldService } from '../modules/fields/field.service.ts';
import { InvitationService } from '../modules/people/invitation.service.ts';
import { PasswordResetService } from '../modules/people/password-reset.service.ts';
import { NewStudyResolver } from '../modules/people/new-study.resolver.ts';
import { NewStudyService } from '../modules/people/new-study.service.ts';
import { PeopleResolver } from '../modules/people/people.resolver.ts';
import { PeopleService } from '../modules/people/people.service.ts';
import {
  batchProgressResolver,
  BatchResolver,
  BatchService,
  batchWatched,
  InferenceResolver,
  InferenceService,
  ModelVersionOfRunResolver,
  inferenceWatched,
  progressResolver,
  RunsOfSlideResolver,
} from '../modules/inference/index.ts';
import {
  ModelDrafts,
  ModelFolders,
  ModelResolver,
  ModelService,
  ModelUploadService,
  ModelVersionResolver,
  transactionsOf,
} from '../modules/models/index.ts';
import { PaperResolver, PaperService } from '../modules/claims/index.ts';
import { ChecklistAnswerResolver, ChecklistAnswerService } from '../modules/reporting/index.ts';
import {
  ComparisonService,
  DoubleEntryResolver,
  EntryListService,
  SecondEntryService,
} from '../modules/double-entry/index.ts';
import { IdentityResolver } from '../modules/identities/identity.resolver.ts';
import { IdentityService } from '../modules/identities/identity.service.ts';
import { MergeResolver, MergeService } from '../modules/merging/index.ts';
import { ConfirmedValueResolver } from '../modules/patients/confirmed-value.resolver.ts';
import { PatientResolver } from '../modules/patients/patient.resolver.ts';
import { PatientService } from '../modules/patients/patient.service.ts';
import { RemovalResolver } from '../modules/patients/removal.resolver.ts';
import { RemovalService } from '../modules/patients/removal.service.ts';
import { StagingResolver } from '../modules/patients/staging.resolver.ts';
import { StagingService } from '../modules/patients/staging.service.ts';
import { TreatmentGivenResolver } from '../modules/patients/treatment-given.resolver.ts';
import { TreatmentGivenService } from '../modules/patients/treatment-given.service.ts';
import { recordResolvers } from '../modules/patients/record.resolver.ts';
import { RecordService } from '../modules/patients/record.service.ts';
import {
  AcceptedReadingService,
  AssignmentResolver,
  AssignmentService,
  ReadingResolver,
  ReadingService,
} from '../modules/readings/index.ts';
import {
  FindingService,
  qualityProgressResolver,
  QualityResolver,
  QualityRuleService,
  QualityRunService,
  qualityRunWatched,
} from '../modules/quality/index.ts';
import {
  EligibilityDecisionResolver,
  EligibilityDecisionService,
  EligibilityRulesResolver,
  EligibilityRulesService,
  FlowResolver,
  FlowService,
  ScreeningResolver,
  ScreeningService,
} from '../modules/eligibility/index.ts';
import { ImportLookService } from '../modules/imports/import-look.service.ts';
import { ImportService } from '../modules/imports/import.service.ts';
import { DataImportResolver } from '../modules/imports/undo/data-import.resolver.ts';
import { ImportUndoService } from '../modules/imports/undo/import-undo.service.ts';
import {
  DataQueryResolver,
  DataQueryService,
  QuerySubjectResolver,
  QuerySubjectService,
} from '../modules/queries/index.ts';
import { ReviewResolver, ReviewService, VerificationResolver, VerificationService } from '../modules/review/index.ts';
import {
  DueResolver,
  DueService,
  ScheduleResolver,
  ScheduleService,
  VisitFactsStore,
} from '../modules/schedule/index.ts';
import { ExportFiles, ExportService } from '../modules/exports/index.ts';
import { ReportService } from '../modules/reports/index.ts';
import { RoiResolver, RoiService, RoisOfSlideResolver } from '../modules/rois/index.ts';
import {
  SensitivityOfRunResolver,
  sensitivityProgressResolver,
  SensitivityResolver,
  SensitivityService,
  sensitivityWatched,
} from '../modules/sensitivity/index.ts';
import { SnapshotResolver, SnapshotService } from '../modules/snapshots/index.ts';
import { openSlideFiles, SlideResolver, SlideService } from '../modules/slides/index.ts';
import { portalItself, readAccess } from '../modules/studies/membership.query.ts';
import { StudyResolver, ViewerResolver } from '../modules/studies/study.resolver.ts';
import { StudyService } from '../modules/studies/study.service.ts';
import { RecipeResolver } from '../modules/studies/recipe.resolver.ts';
import { RecipeService } from '../modules/studies/recipe.service.ts';
import { StudySettingsResolver } from '../modules/studies/study-settings.resolver.ts';
import { StudySettingsService } from '../modules/studies/study-settings.service.ts';
import {
  trainingProgressResolver,
  TrainingResolver,
  TrainingService,
  trainingWatched,
} from '../modules/training/index.ts';
import { UploadService } from '../modules/uploads/index.ts';
import { WorklistResolver, WorklistService } from '../modules/worklist/index.ts';
import { portalResolvers } from './portal-resolvers.ts';
import { progressResolvers } from './progress-resolvers.ts';
import { unwatched, type WireOptions } from './wire-options.ts';

/**
 * All resolvers and routers, wired by hand: what a resolver needs is what its constructor takes. Nothing is opened yet.
 */
export function wire({
  dataSource,
  writing,
  appUrl,
  home,
  columnsBytes,
  auditHeads,
  r = 'off',
  onTrouble,
  auth,
  post,
  state = unwatched,
  analyses,
}: WireOptions) {
  const db = new StudyDb(dataSource, writing);
  const studies = new StudyService(db);
  const accounts = new AccountDirectory(auth ?? null);
  const people = new PeopleService(db, studies, accounts);
  const invitations = new InvitationService(db, people, accounts, post ?? null);
  const resets = new PasswordResetService(db, people, accounts, post ?? null);
  const fields = new FieldService(db, studies);
  const records = new RecordService(db);
  const removals = new RemovalService(db, studies, records);
  const patients = new PatientService(db, studies, records);
  const reviews = new ReviewService(db, studies);
  const verifications = new VerificationService(db, studies);
  const slides = new SlideService(db, studies);
  const models = new ModelService(new ModelFolders(join(home, 'models')), transactionsOf(db));
  const modelUploads = new ModelUploadService(new ModelDrafts(join(home, 'models')), models);
  const slideFiles = openSlideFiles(join(home, 'slides'));
  const uploads = new UploadService({
    db,
    records,
    home,
    slideFiles,
    access: {
      portal: () => portalItself(dataSource, 'uploads'),
      person: async ({ userId, userName }) => ({
        userId,
        name: userName,
        email: '',
        studies: await readAccess(dataSource, userId),
      }),
    },
  });
  const queue = new JobQueue(appUrl, onTrouble);
  const notices = new RunNotices(appUrl, onTrouble);
  const rois = new RoiService(db);
  const runs = new InferenceService(db, slides, rois, models, queue);
  const freshly = async (asker: Asker) => withAccess(asker, await readAccess(dataSource, asker.userId));
  const watch = new RunWatch(inferenceWatched(runs), notices, freshly);
  const batches = new BatchService(db, studies, models, queue);
  const explanations = new SensitivityService(db, runs, queue);
  const scores = new EvaluationSources();
  const columns = new SubjectStore(analyses ?? db, columnsBytes);
  const evaluations = new EvaluationService(columns, studies, scores);
  const shared = new StudyAnswers(db, columns);
  const savedCohorts = new SavedCohortService(db, studies, columns, shared);
  const due = new DueService(db, studies, new VisitFactsStore(db));
  const trainings = new TrainingService({ db, studies, models, queue, bagsDir: join(home, 'bags') });
  const trainingWatch = new RunWatch(trainingWatched(trainings), notices, freshly);
  const qualityRuns = new QualityRunService(db, studies, queue);
  const heads = new AuditHeads(auditHeads ?? join(home, 'audit-heads'));
  const audit = new AuditService(db, studies, heads, accounts);
  const sealer = new AuditSealer((sql, values) => dataSource.query(sql, values), heads, onTrouble);
  const accepted = new AcceptedReadingService(db, records, () => portalItself(dataSource, 'readings'));
  const assignments = new AssignmentService(db, studies, accounts, accepted);
  const checks = new RChecks({ given: r, home });
  const resolvers: Resolvers = [
    new StudyResolver(studies),
    new ViewerResolver(studies),
    new RecipeResolver(new RecipeService(db, studies)),
    new StudySettingsResolver(new StudySettingsService(db, studies)),
    new NewStudyResolver(new NewStudyService(db, accounts)),
    new FieldResolver(fields),
    new FieldsOfStudyResolver(fields),
    new DictionaryResolver(new DictionaryService(fields)),
    new PeopleResolver(people, invitations, resets),
    ...accountResolvers({ db, people, accounts }),
    new StudyGroupingsResolver(fields),
    new CohortPageResolver(new CohortPageService(db, studies, columns, due, verifications), patients),
    new PatientTableResolver(new PatientTableService(studies, columns, new SearchNotes(db))),
    new SavedCohortResolver(savedCohorts),
    new SavedCohortsOfStudyResolver(savedCohorts),
    new PatientResolver(patients),
    new RemovalResolver(removals),
    new MergeResolver(new MergeService(db, records)),
    new DataImportResolver(new ImportUndoService(db, studies)),
    new IdentityResolver(new IdentityService(db, studies)),
    new StagingResolver(new StagingService(db, studies)),
    new TreatmentGivenResolver(new TreatmentGivenService(db, studies)),
    ...recordResolvers.map((RecordResolver) => new RecordResolver(records)),
    new ConfirmedValueResolver(records),
    new CohortSummaryResolver(new CohortSummaryService(columns, studies, shared)),
    new EligibilityRulesResolver(new EligibilityRulesService(db, studies)),
    new EligibilityDecisionResolver(new EligibilityDecisionService(db)),
    new ScreeningResolver(new ScreeningService(db, studies)),
    new FlowResolver(new FlowService(columns, studies)),
    new SurvivalResolver(new SurvivalService(columns, studies, shared)),
    new SurvivalModelResolver(new SurvivalModelService(columns, studies)),
    new SwimmerResolver(new SwimmerService(columns, studies)),
    new CompetingRisksResolver(new CompetingRisksService(columns, studies)),
    new CompetingRisksGroupResolver(),
    new RecipeComparisonResolver(new RecipeComparisonService(columns, studies)),
    new SurvivalWeightingResolver(new SurvivalWeightingService(columns, studies)),
    new WeightedCurveResolver(),
    new SurvivalSubgroupsResolver(new SurvivalSubgroupsService(columns, studies)),
    new ResponseModelResolver(new ResponseModelService(columns, studies)),
    new ResponseTableResolver(new ResponseTableService(columns, studies, shared)),
    new PublishedResponseResolver(new PublishedResponseService(db, columns, studies)),
    new ResponseCourseResolver(new ResponseCourseService(columns, studies)),
    new ConfirmedResponseResolver(new ConfirmedResponseService(columns, studies)),
    new TableOneResolver(new TableOneService(columns, studies, shared)),
    new TableFilesResolver(checks),
    new AdverseEventsResolver(new AdverseEventsService(columns, studies, shared)),
    new SafetyResolver(new SafetyService(columns, studies, shared)),
    ...evaluationResolvers({ db, columns, studies, scores, fields, evaluations }),
    new PaperResolver(new PaperService(db, columns, studies, scores)),
    new ChecklistAnswerResolver(new ChecklistAnswerService(db, studies)),
    new SnapshotResolver(new SnapshotService(db, studies)),
    new DataQueryResolver(new DataQueryService(db, studies)),
    new QuerySubjectResolver(new QuerySubjectService(db, studies)),
    new ReviewResolver(reviews),
    new VerificationResolver(verifications),
    new ScheduleResolver(new ScheduleService(db, studies)),
    new DueResolver(due),
    ...progressResolvers({ db, columns, studies, due, shared }),
    new AuditResolver(audit),
    ...portalResolvers({ db, accounts, audit, state }),
    new SlideResolver(slides),
    new RoiResolver(rois),
    new RoisOfSlideResolver(rois),
    new ModelResolver(models),
    new ModelVersionResolver(models),
    new InferenceResolver(runs),
    new ModelVersionOfRunResolver(models),
    new RunsOfSlideResolver(runs),
    progressResolver(watch),
    new BatchResolver(batches),
    batchProgressResolver(new RunWatch(batchWatched(batches), notices, freshly)),
    new SensitivityResolver(explanations),
    new SensitivityOfRunResolver(explanations),
    sensitivityProgressResolver(new RunWatch(sensitivityWatched(explanations), notices, freshly)),
    new TrainingResolver(trainings),
    new CtcaeResolver(new CtcaeService(db)),
    new WorklistResolver(new WorklistService(db, studies, patients, accounts)),
    trainingProgressResolver(trainingWatch),
    new ReadingResolver(new ReadingService(db, studies, accepted)),
    new AssignmentResolver(assignments, accepted),
    new DoubleEntryResolver(
      new SecondEntryService(db, studies),
      new ComparisonService(db, studies, records),
      new EntryListService(db, records, removals),
    ),
    new QualityResolver(new QualityRuleService(db, studies), new FindingService(db, studies), qualityRuns),
    qualityProgressResolver(new RunWatch(qualityRunWatched(qualityRuns), notices, freshly)),
  ];
  const open = async (): Promise<void> => {
    await queue.open();
    await notices.open();
    await uploads.open();
    modelUploads.open();
    sealer.open();
  };
  const close = async (): Promise<void> => {
    checks.close();
    modelUploads.close();
    await uploads.close();
    await notices.close();
    await queue.close();
    await sealer.close();
  };
  return {
    db,
    audit,
    invitations,
    resets,
    imports: new ImportService(db),
    importLooks: new ImportLookService(db),
    slides,
    slideFiles,
    uploads,
    modelUploads,
    rois,
    reviews,
    exports: new ExportService(db, columns, studies, () => secretOf(home, 'date-shift')),
    exportFiles: new ExportFiles(home),
    reports: new ReportService(studies, (ctx, study, file) => audit.recordExport(ctx, study, file)),
    resolvers,
    open,
    close,
  };
}
