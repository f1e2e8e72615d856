import { graphql } from './generated/index.ts';

/** Of evaluations and comparisons of scores: see said.ts. */
export const saidOfScores = graphql(`
  fragment EvaluationSaid on Evaluation {
    directionStatement {
      ...Said
    }
    aucMethodStatement {
      ...Said
    }
    patientRule {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment ThresholdOriginSaid on ThresholdOrigin {
    statements {
      ...Said
    }
  }

  fragment ThresholdProposalSaid on ThresholdProposal {
    ruleStatement {
      ...Said
    }
  }

  fragment RocBootstrapSaid on RocBootstrap {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment PrecisionRecallCurveSaid on PrecisionRecallCurve {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment ScoreCalibrationSaid on ScoreCalibration {
    statements {
      ...Said
    }
  }

  fragment DecisionCurveSaid on DecisionCurve {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment PerformanceByVariableSaid on PerformanceByVariable {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment ScoreOutcomeSaid on ScoreOutcome {
    timeZeroStatement {
      ...Said
    }
    patientRule {
      ...Said
    }
    method {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment ScoreGroupOutcomeSaid on ScoreGroupOutcome {
    methodStatement {
      ...Said
    }
  }

  fragment ScoreSplineSaid on ScoreSpline {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment PerformanceGroupSaid on PerformanceGroup {
    statements {
      ...Said
    }
  }

  fragment EvaluationIndependenceSaid on EvaluationIndependence {
    statements {
      ...Said
    }
  }

  fragment MetricSaid on Metric {
    methodStatement {
      ...Said
    }
  }

  fragment ScoreComparisonSaid on ScoreComparison {
    methodStatement {
      ...Said
    }
    patientRule {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment ComparedSourceSaid on ComparedSource {
    statements {
      ...Said
    }
  }

  fragment ComparedBenefitSaid on ComparedBenefit {
    methodStatement {
      ...Said
    }
  }

  fragment ScoreReclassificationSaid on ScoreReclassification {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment ComparedPairSaid on ComparedPair {
    statements {
      ...Said
    }
  }
`);
