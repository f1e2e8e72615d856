const imported = 'imported:HAIM as published (synthetic PRPS)';
const clinical = 'clinical:ageYears,tumourSizeMm,portalVeinThrombus';

/** What each operation of a page that has an R script is asked, beside the study: usual choices and those that change its methods. */
export const scriptCases: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  ClaimFiles: [
    { paper: 'lin-haim', claim: 'orr-p' },
    { paper: 'lin-haim', claim: 'dcr-hti' },
    { paper: 'lin-haim', claim: 'os-hr-estimate' },
  ],
  EvaluationFiles: [
    { source: imported, set: 'ENTIRE', of: 'CURVE' },
    { source: imported, set: 'INTERNAL', threshold: 0.4, of: 'CURVE' },
    ...(['MATRIX', 'PRECISION_RECALL', 'CALIBRATION', 'DECISION', 'SCORES', 'SUBGROUPS'] as const).flatMap((of) => [
      { source: imported, set: 'ENTIRE', of },
      { source: imported, set: 'EXTERNAL', threshold: 0.3, positive: 'CR/PR', of },
    ]),
    { source: clinical, set: 'TRAINING', of: 'SUBGROUPS', variables: ['centre', 'sex', 'ageYears', 'bclcStage'] },
    { source: clinical, set: 'TRAINING', of: 'CALIBRATION' },
  ],
  ScoreComparisonFiles: [
    { sources: [imported, clinical], set: 'ENTIRE' },
    { sources: [clinical, imported], set: 'EXTERNAL' },
  ],
  ScoreOutcomeFiles: (['OS', 'PFS'] as const).flatMap((endpoint) => [
    { source: clinical, set: 'ALL', endpoint },
    { source: imported, set: 'ENTIRE', endpoint, threshold: 0.5 },
  ]),
  ResponseCourseFiles: [{ groupBy: 'arm' }],
  ConfirmedResponseFiles: [
    { groupBy: 'arm', interval: 'WILSON', days: 28 },
    { groupBy: null, interval: 'CLOPPER_PEARSON', days: 42 },
  ],
  RecipeComparisonFiles: [
    { endpoint: 'PFS', groupBy: 'arm' },
    { endpoint: 'PFS', groupBy: null },
  ],
  TableOneFiles: [
    { groupBy: 'arm' },
    { groupBy: 'bclcStage', rule: 'MEAN' },
    {
      groupBy: 'childPughClass',
      rule: 'MEDIAN',
      variables: ['ageYears', 'sex', 'afpNgMl', 'ecogPs', 'portalVeinThrombus'],
    },
    { groupBy: null },
    { groupBy: 'arm', cohort: { sexes: ['female'] } },
  ],
  ResponseTableFiles: [
    { groupBy: 'arm', interval: 'WILSON' },
    { groupBy: 'arm', within: 'bclcStage', interval: 'CLOPPER_PEARSON' },
    { groupBy: 'bclcStage', interval: 'WILSON' },
    { groupBy: null, interval: 'CLOPPER_PEARSON' },
  ],
  ResponseModelFiles: [
    {},
    { entry: 'P_BELOW_005' },
    { covariates: ['arm', 'afpLog10', 'ecogPs'], entry: 'ALL' },
    // So few that a level separates, where Firth's penalty is used.
    {
      covariates: ['portalVeinThrombus', 'ecogPs'],
      entry: 'ALL',
      cohort: { lesionNumbers: ['single'], sexes: ['female'] },
    },
  ],
  SurvivalMonthsFiles: ['OS', 'PFS']
    .flatMap((endpoint) => [
      { endpoint, groupBy: 'arm', untilDays: 730.5, confidenceType: 'LOG_LOG' },
      { endpoint, groupBy: 'bclcStage', untilDays: 365, confidenceType: 'LOG' },
      { endpoint, groupBy: null, untilDays: 540, confidenceType: 'PLAIN' },
    ])
    .concat([
      { endpoint: 'TTR', groupBy: 'arm', untilDays: 180, confidenceType: 'LOG' },
      { endpoint: 'DOR', groupBy: 'arm', untilDays: 365, confidenceType: 'LOG' },
      { endpoint: 'TTNT', groupBy: null, untilDays: 540, confidenceType: 'LOG_LOG' },
      { endpoint: 'OS', groupBy: 'landmark:response:90', untilDays: 540, confidenceType: 'LOG' },
      { endpoint: 'OS', groupBy: 'landmark:bestResponse:90', untilDays: 540, confidenceType: 'LOG' },
    ]),
  SurvivalModelFiles: [
    { endpoint: 'OS', groupBy: 'arm' },
    { endpoint: 'PFS', groupBy: 'arm', covariates: ['ageYears', 'afpLog10', 'portalVeinThrombus'], strata: ['ecogPs'] },
    { endpoint: 'OS', groupBy: null, covariates: ['childPughClass', 'tumourSizeMm'] },
    { endpoint: 'TTR', groupBy: 'arm' },
    { endpoint: 'OS', groupBy: 'landmark:bestResponse:90', covariates: ['arm', 'tumourSizeMm'] },
  ],
  SurvivalSubgroupsFiles: [
    { endpoint: 'OS', groupBy: 'arm' },
    { endpoint: 'PFS', groupBy: 'arm', variables: ['sex', 'ageYears', 'afpNgMl'], cuts: 'QUARTILES' },
    { endpoint: 'TTNT', groupBy: 'arm' },
    {
      endpoint: 'OS',
      groupBy: 'arm',
      variables: ['sex', 'ageYears', 'bclcStage'],
      covariates: ['tumourSizeMm', 'childPughClass', 'portalVeinThrombus'],
    },
  ],
  SurvivalWeightingFiles: [
    { endpoint: 'OS', groupBy: 'arm', estimand: 'ATE' },
    {
      endpoint: 'PFS',
      groupBy: 'arm',
      estimand: 'ATT',
      truncatePercent: 1,
      covariates: ['ageYears', 'portalVeinThrombus', 'afpLog10'],
    },
  ],
  CompetingRisksFiles: [
    { endpoint: 'PFS', groupBy: 'arm' },
    { endpoint: 'PFS', groupBy: null },
    { endpoint: 'TTR', groupBy: 'childPughClass' },
    { endpoint: 'DOR', groupBy: 'arm' },
    { endpoint: 'TTNT', groupBy: 'arm' },
  ],
  SafetyFiles: [
    { groupBy: 'arm', treatedOnly: true },
    { groupBy: 'arm', relatedTo: 'HAIC', seriousOnly: true, treatedOnly: false },
    { groupBy: null },
  ],
  ClinicalFiles: [{}, { covariates: ['ageYears', 'portalVeinThrombus'] }],
  ClinicalCheck: [{}],
};
