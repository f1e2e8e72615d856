import { type SaidFragment } from './generated/graphql.ts';
import { graphql } from './generated/index.ts';

/** A statement of the API about a result: compare the code, show the words (`useSay`). */
export type Said = SaidFragment;

/**
 * One fragment per type that has statements, with all of them. Every query on such a type selects its fragment, so no
 * warning is lost (test/statements.test.ts).
 */
export const saidFragments = graphql(`
  fragment Said on Statement {
    code
    values
    en
    zh
  }

  fragment SurvivalAnalysisSaid on SurvivalAnalysis {
    timeZeroStatement {
      ...Said
    }
    endpointRule {
      ...Said
    }
    bandMethodStatement {
      ...Said
    }
    grouping {
      ...Said
    }
    population {
      ...Said
    }
  }

  fragment CohortSummarySaid on CohortSummary {
    population {
      ...Said
    }
  }

  fragment TableOneSaid on TableOne {
    population {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment CheckedClaimSaid on CheckedClaim {
    ruleStatement {
      ...Said
    }
    reasons {
      ...Said
    }
  }

  fragment ResponseTableSaid on ResponseTable {
    population {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment ResponseCourseSaid on ResponseCourse {
    population {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment ConfirmedResponseSaid on ConfirmedResponse {
    population {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment RiskDifferenceSaid on RiskDifference {
    methodStatement {
      ...Said
    }
  }

  fragment ResponseModelSaid on ResponseModel {
    population {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment UnivariateModelSaid on UnivariateModel {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment MultivariableModelSaid on MultivariableModel {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment RestrictedMeansSaid on RestrictedMeans {
    methodStatement {
      ...Said
    }
  }

  fragment RestrictedMeanOfGroupSaid on RestrictedMeanOfGroup {
    statements {
      ...Said
    }
  }

  fragment RestrictedMeanDifferenceSaid on RestrictedMeanDifference {
    methodStatement {
      ...Said
    }
  }

  fragment GroupTestSaid on GroupTest {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment AdverseEventTableSaid on AdverseEventTable {
    population {
      ...Said
    }
  }

  fragment SafetyTableSaid on SafetyTable {
    population {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment PatientFlowSaid on PatientFlow {
    statements {
      ...Said
    }
  }

  fragment StudyAccrualSaid on StudyAccrual {
    statements {
      ...Said
    }
  }

  fragment StudyFollowUpSaid on StudyFollowUp {
    statements {
      ...Said
    }
  }

  fragment StudyInformationSaid on StudyInformation {
    statements {
      ...Said
    }
  }

  fragment StudyCompletenessSaid on StudyCompleteness {
    statements {
      ...Said
    }
  }

  fragment EligibilityRulesOfStudySaid on EligibilityRulesOfStudy {
    statements {
      ...Said
    }
  }

  fragment FollowUpSaid on FollowUpCompleteness {
    saidStatement {
      ...Said
    }
  }

  fragment ProtectionSaid on Protection {
    statements {
      ...Said
    }
  }

  fragment MinimumFollowUpSaid on MinimumFollowUpOfAnalysis {
    ruleStatement {
      ...Said
    }
  }

  fragment StagingDifferenceSaid on StagingDifference {
    howStatement {
      ...Said
    }
  }

  fragment SurvivalCurveSaid on SurvivalCurve {
    statements {
      ...Said
    }
  }

  fragment LogRankSaid on LogRank {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment HazardRatioSaid on HazardRatio {
    methodStatement {
      ...Said
    }
    pValueMethodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment InferenceSaid on Inference {
    attentionMethodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment PatchSensitivitySaid on PatchSensitivity {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment ProportionSaid on Proportion {
    methodStatement {
      ...Said
    }
  }

  fragment ScoreSourceSaid on ScoreSource {
    thresholdProvenanceStatement {
      ...Said
    }
  }

  fragment ClinicalModelSaid on ClinicalModel {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment TrainingEvaluationSaid on TrainingEvaluation {
    aucMethodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment RecipeSaid on Recipe {
    statements {
      ...Said
    }
  }

  fragment DerivedReadingSaid on DerivedReading {
    bestRuleStatement {
      ...Said
    }
  }

  fragment DerivedVisitSaid on DerivedVisit {
    ruleStatement {
      ...Said
    }
  }

  fragment EntriesKappaSaid on EntriesKappa {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment ReadersKappaSaid on ReadersKappa {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment HeldOutCurveSaid on HeldOutCurve {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment CrossValidationSaid on CrossValidation {
    differenceMethodStatement {
      ...Said
    }
    statements {
      ...Said
    }
    methodStatement {
      ...Said
    }
    verdictStatement {
      ...Said
    }
  }

  fragment TrainingMetricSaid on TrainingMetric {
    methodStatement {
      ...Said
    }
  }
`);
