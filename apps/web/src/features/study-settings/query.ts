import { graphql } from '@/graphql/generated/index.ts';
import { type StudySettingsQuery } from '@/graphql/generated/graphql.ts';

export const recipesQuery = graphql(`
  query Recipes {
    recipes {
      ...RecipeShown
    }
  }
`);

export const studySettingsQuery = graphql(`
  query StudySettings($study: String!) {
    studySettings(study: $study) {
      ...StudySettingsShown
    }
    studyRecipes(study: $study) {
      ...StudyRecipesShown
    }
  }

  fragment StudySettingsShown on StudySettings {
    code
    version
    nameEn
    nameZh
    synthetic
    monthDays
    cutoffOn
    timeZero
    recipeId
    arms {
      code
      labelEn
      labelZh
      isInUse
    }
    centres {
      code
      name
      isInUse
    }
    forms {
      name
      isUsed
      hasRecords
    }
    disclosure {
      isOn
      smallestCell
      roundTo
      minimumCentres
      minimumAtRisk
      gridMonths
    }
    minimumFollowUp {
      months
      handling
    }
    scoreOfPatient
    firstEnrolledOn
    closedAt
    updatedAt
    updatedBy
  }
`);

export const createStudyMutation = graphql(`
  mutation CreateStudy($settings: StudySettingsInput!, $administrator: String) {
    createStudy(settings: $settings, administrator: $administrator) {
      code
      invitationPath
    }
  }
`);

export const changeStudyMutation = graphql(`
  mutation ChangeStudy($study: String!, $version: Int!, $settings: StudySettingsInput!) {
    changeStudy(study: $study, version: $version, settings: $settings) {
      ...StudySettingsShown
    }
  }
`);

export const closeStudyMutation = graphql(`
  mutation CloseStudy($study: String!, $version: Int!, $reason: String!) {
    closeStudy(study: $study, version: $version, reason: $reason) {
      ...StudySettingsShown
    }
  }
`);

export const reopenStudyMutation = graphql(`
  mutation ReopenStudy($study: String!, $version: Int!, $reason: String!) {
    reopenStudy(study: $study, version: $version, reason: $reason) {
      ...StudySettingsShown
    }
  }
`);

export type Settings = StudySettingsQuery['studySettings'];
export type StudyRecipes = StudySettingsQuery['studyRecipes'];
export type Recipe = StudyRecipes['own'];
