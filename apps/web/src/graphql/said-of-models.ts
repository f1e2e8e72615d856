import { graphql } from './generated/index.ts';

/** The fragments of `said.ts` for what is computed of times: models, weighting, competing risks and forests. */
export const saidOfModels = graphql(`
  fragment SurvivalModelSaid on SurvivalModel {
    timeZeroStatement {
      ...Said
    }
    proportionalityMethodStatement {
      ...Said
    }
    population {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment CrudeCoxModelSaid on CrudeCoxModel {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment AdjustedCoxModelSaid on AdjustedCoxModel {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment StratifiedLogRankTestSaid on StratifiedLogRankTest {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment SchoenfeldResidualsSaid on SchoenfeldResiduals {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment SurvivalWeightingSaid on SurvivalWeighting {
    timeZeroStatement {
      ...Said
    }
    population {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment WeightingRatioSaid on WeightingRatio {
    methodStatement {
      ...Said
    }
  }

  fragment CompetingRisksSaid on CompetingRisks {
    timeZeroStatement {
      ...Said
    }
    population {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment RecipeComparisonSaid on RecipeComparison {
    timeZeroStatement {
      ...Said
    }
    population {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment RecipeSideSaid on RecipeSide {
    bandMethodStatement {
      ...Said
    }
    endpointRule {
      ...Said
    }
  }

  fragment IncidenceTestSaid on IncidenceTest {
    methodStatement {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment SurvivalSubgroupsSaid on SurvivalSubgroups {
    timeZeroStatement {
      ...Said
    }
    population {
      ...Said
    }
    statements {
      ...Said
    }
  }

  fragment SubgroupRowSaid on SubgroupRow {
    statements {
      ...Said
    }
  }

  fragment SubgroupInteractionSaid on SubgroupInteraction {
    statements {
      ...Said
    }
  }

  fragment SwimmerPageSaid on SwimmerPage {
    timeZeroStatement {
      ...Said
    }
    population {
      ...Said
    }
  }
`);
