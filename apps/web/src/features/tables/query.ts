import { type ComparedPublishedQuery } from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';

export const tableOneQuery = graphql(`
  query TableOne(
    $study: String!
    $cohort: CohortInput
    $snapshot: ID
    $groupBy: String
    $variables: [String!]
    $rule: SummaryRule
    $scope: AnalysisScope
  ) {
    tableOne(
      study: $study
      cohort: $cohort
      snapshot: $snapshot
      groupBy: $groupBy
      variables: $variables
      rule: $rule
      scope: $scope
    ) {
      groupBy
      recipe
      dataVersion
      n
      ungrouped
      ungroupedAtMost
      withheldGroups
      protection {
        ...ProtectionSaid
      }
      ...TableOneSaid
      groups {
        value
        n
      }
      rows {
        variable
        unit
        missing
        missingAtMost
        summary
        difference
        levels {
          value
          n
          atMost
        }
        described {
          n
          nAtMost
          mean
          standardDeviation
          minimum
          lowerQuartile
          median
          upperQuartile
          maximum
        }
        test {
          ...GroupTestSaid
          statistic
          df
          pValue
          lowestP
          highestP
        }
      }
    }
  }
`);

/** The same in R; asked for when a file is wanted. */
export const tableOneFilesQuery = graphql(`
  query TableOneFiles(
    $study: String!
    $cohort: CohortInput
    $snapshot: ID
    $groupBy: String
    $variables: [String!]
    $rule: SummaryRule
    $check: Boolean = false
  ) {
    tableOne(
      study: $study
      cohort: $cohort
      snapshot: $snapshot
      groupBy: $groupBy
      variables: $variables
      rule: $rule
    ) {
      files {
        ...InR
      }
    }
  }
`);

export const responseParts = graphql(`
  fragment ResponseCountsParts on ResponseCounts {
    value
    n
    nAtMost
    atMost
    cr
    pr
    sd
    pd
    notEvaluable
    orr {
      numerator
      denominator
      atMost
      value
      lower
      upper
      ...ProportionSaid
    }
    dcr {
      numerator
      denominator
      atMost
      value
      lower
      upper
      ...ProportionSaid
    }
  }

  fragment RateComparisonParts on RateComparison {
    chiSquare {
      ...GroupTestSaid
      statistic
      df
      pValue
      lowestP
      highestP
    }
    fisher {
      ...GroupTestSaid
      pValue
    }
    difference {
      ...RiskDifferenceSaid
      reference
      comparison
      estimate
      lower
      upper
    }
  }
`);

export const responseTableQuery = graphql(`
  query ResponseTable(
    $study: String!
    $cohort: CohortInput
    $snapshot: ID
    $groupBy: String
    $within: String
    $interval: ProportionInterval
    $scope: AnalysisScope
  ) {
    responseTable(
      study: $study
      cohort: $cohort
      snapshot: $snapshot
      groupBy: $groupBy
      within: $within
      interval: $interval
      scope: $scope
    ) {
      groupBy
      within
      recipe
      dataVersion
      n
      ungrouped
      ungroupedAtMost
      withheldGroups
      protection {
        ...ProtectionSaid
      }
      ...ResponseTableSaid
      rows {
        ...ResponseCountsParts
      }
      total {
        ...ResponseCountsParts
      }
      orr {
        ...RateComparisonParts
      }
      dcr {
        ...RateComparisonParts
      }
      strata {
        group
        unknown
        rows {
          ...ResponseCountsParts
        }
        orr {
          ...RateComparisonParts
        }
        dcr {
          ...RateComparisonParts
        }
      }
    }
  }
`);

export const responseTableFilesQuery = graphql(`
  query ResponseTableFiles(
    $study: String!
    $cohort: CohortInput
    $snapshot: ID
    $groupBy: String
    $within: String
    $interval: ProportionInterval
    $check: Boolean = false
  ) {
    responseTable(
      study: $study
      cohort: $cohort
      snapshot: $snapshot
      groupBy: $groupBy
      within: $within
      interval: $interval
    ) {
      files {
        ...InR
      }
    }
  }
`);

export const responseModelQuery = graphql(`
  query ResponseModel(
    $study: String!
    $cohort: CohortInput
    $snapshot: ID
    $covariates: [String!]
    $entry: ModelEntry
  ) {
    responseModel(study: $study, cohort: $cohort, snapshot: $snapshot, covariates: $covariates, entry: $entry) {
      entry
      recipe
      dataVersion
      n
      responders
      ...ResponseModelSaid
      rows {
        covariate
        level
        isReference
        n
        responders
        termP
        univariate {
          oddsRatio
          lower
          upper
          pValue
        }
        multivariable {
          oddsRatio
          lower
          upper
          pValue
        }
      }
      univariate {
        ...UnivariateModelSaid
        covariate
        n
        nDropped
        entered
      }
      multivariable {
        ...MultivariableModelSaid
        n
        nDropped
        responders
      }
    }
  }
`);

export const responseModelFilesQuery = graphql(`
  query ResponseModelFiles(
    $study: String!
    $cohort: CohortInput
    $snapshot: ID
    $covariates: [String!]
    $entry: ModelEntry
    $check: Boolean = false
  ) {
    responseModel(study: $study, cohort: $cohort, snapshot: $snapshot, covariates: $covariates, entry: $entry) {
      files {
        ...InR
      }
    }
  }
`);

export const comparedPublishedQuery = graphql(`
  query ComparedPublished($study: String!) {
    comparedPublished(study: $study) {
      source
      recipe
      dataVersion
      rows {
        rate
        arm
        patients
        of
        recomputedPatients
        recomputedOf
        verdict
        difference
      }
    }
  }
`);
export type ComparedPublished = NonNullable<ComparedPublishedQuery['comparedPublished']>;
