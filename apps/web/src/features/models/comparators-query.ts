import { graphql } from '@/graphql/generated/index.ts';

export const clinicalModelQuery = graphql(`
  query ClinicalModel($study: String!, $covariates: [String!]) {
    clinicalCovariates(study: $study) {
      name
      labelEn
      labelZh
      usual
    }
    clinicalModel(study: $study, covariates: $covariates) {
      sourceId
      covariates
      ...ClinicalModelSaid
      n
      nPositive
      nDropped
      intercept
      coefficients {
        covariate
        level
        reference
        coefficient
        oddsRatio
        lower
        upper
        pValue
      }
      contradictions {
        reason
        en
        zh
      }
      threshold
      evaluations {
        set
        n
        nPositive
        nNotScored
        auc
        aucLower
        aucUpper
        metrics {
          name
          value
          ...MetricSaid
        }
      }
    }
  }
`);

/** Requested only when somebody downloads the files. */
export const clinicalFilesQuery = graphql(`
  query ClinicalFiles($study: String!, $covariates: [String!]) {
    clinicalModel(study: $study, covariates: $covariates) {
      ...ClinicalModelSaid
      rScript
      trainingCsv
    }
  }
`);

/** The same fit by R on the server. */
export const clinicalCheckQuery = graphql(`
  query ClinicalCheck($study: String!, $covariates: [String!], $check: Boolean = false) {
    clinicalModel(study: $study, covariates: $covariates) {
      ...ClinicalModelSaid
      files {
        ...InR
      }
    }
  }
`);

/** The comparison again in R. */
export const scoreComparisonFilesQuery = graphql(`
  query ScoreComparisonFiles(
    $study: String!
    $sources: [ID!]!
    $set: EvaluationSet!
    $cohort: CohortInput
    $check: Boolean = false
  ) {
    scoreComparison(study: $study, sources: $sources, set: $set, cohort: $cohort) {
      files {
        ...InR
      }
    }
  }
`);

export const scoreComparisonQuery = graphql(`
  query ScoreComparison($study: String!, $sources: [ID!]!, $set: EvaluationSet!, $cohort: CohortInput) {
    scoreComparison(study: $study, sources: $sources, set: $set, cohort: $cohort) {
      n
      nPositive
      nNegative
      dataVersion
      contradictions {
        reason
        en
        zh
      }
      sources {
        source {
          id
          kind
          modelName
          weights
          threshold
          synthetic
          ...ScoreSourceSaid
        }
        nOwn
        auc
        aucLower
        aucUpper
        curve {
          thresholds
          sensitivity
          specificity
        }
        metrics {
          name
          value
          lower
          upper
          numerator
          denominator
          ...MetricSaid
        }
        brier
        slope
        intercept
        decision {
          thresholds
          model
          treatAll
          ...ComparedBenefitSaid
        }
        ...ComparedSourceSaid
      }
      pairs {
        a
        b
        difference
        lower
        upper
        pValue
        reclassified {
          ofPositives {
            neither
            up
            down
            both
          }
          ofNegatives {
            neither
            up
            down
            both
          }
          net {
            estimate
            lower
            upper
            pValue
          }
          continuous {
            estimate
            lower
            upper
            pValue
          }
          integrated {
            estimate
            lower
            upper
            pValue
          }
          ...ScoreReclassificationSaid
        }
        ...ComparedPairSaid
      }
      ...ScoreComparisonSaid
    }
  }
`);
