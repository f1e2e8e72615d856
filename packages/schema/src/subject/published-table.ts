/**
 * The variables by which the publication that the demonstration follows describes its patients, in its order (Table 2 of
 * Lin et al., "Histopathologic deep learning model for predicting tumor response to hepatic arterial infusion chemotherapy
 * plus TKIs and ICIs in large hepatocellular carcinoma"). A table of a population begins with these.
 */
export const publishedTableOne: readonly string[] = [
  'sex',
  'ageYears',
  'hepatitisB',
  'cirrhosis',
  'childPughClass',
  'tumourSizeMm',
  'lesionNumber',
  'portalVeinThrombus',
  'extrahepaticMetastasis',
  'bclcStage',
];

/** More rows than this are a listing, and not a table. */
export const mostTableRows = 40;
