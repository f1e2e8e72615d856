import {
  getNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql';

/** What an operation is asked for: everything that its type has, to a depth. */

/** What a nested field is asked with; one that takes an argument and is not here fails the walk. */
const nested: Readonly<Record<string, string>> = {
  'Evaluation.curve': '(width: 100)',
  'Evaluation.histogram': '(bins: 4)',
  'Evaluation.thresholdBy': '(rule: YOUDEN)',
  'Evaluation.files': '(of: SUBGROUPS, variables: ["centre"])',
  'Evaluation.subgroups': '(variables: ["centre"])',
  'SurvivalAnalysis.files': '(untilDays: 900)',
  'SurvivalAnalysis.curves': '(drawing: { width: 100, untilDays: 900, paleBelow: 1 })',
  'SurvivalAnalysis.readAt': '(days: [30, 900])',
  'SurvivalAnalysis.restrictedMeans': '(untilDays: 900)',
  'WeightedCurve.readings': '(days: [30, 900])',
  'CompetingRisksGroup.curves': '(width: 100)',
  'CompetingRisksGroup.readings': '(days: [30, 900])',
  'TrainingRun.curve': '(mostPoints: 10)',
};

const selections = new Map<string, string>();

/** Everything that can be selected, this many objects deep: of each type composed once. */
export function selectionOf(type: GraphQLOutputType, depth: number): string {
  const key = `${getNamedType(type).name} ${depth}`;
  const known = selections.get(key) ?? composed(type, depth);
  selections.set(key, known);
  return known;
}

function composed(type: GraphQLOutputType, depth: number): string {
  const object = getNamedType(type);
  if (depth < 0 || !(isObjectType(object) || isInterfaceType(object))) return '';
  const fields = Object.values(object.getFields()).flatMap((field) => {
    const inner = selectionOf(field.type, depth - 1);
    if (!isLeafType(getNamedType(field.type)) && inner === '') return [];
    return [`${field.name}${nested[`${object.name}.${field.name}`] ?? ''} ${inner}`];
  });
  return fields.length > 0 ? `{ __typename ${fields.join(' ')} }` : '';
}

/** Nested fields that take arguments and are asked without: `Type.field`. */
export function unaskedArguments(contract: GraphQLSchema): string[] {
  const roots = new Set([contract.getQueryType(), contract.getMutationType(), contract.getSubscriptionType()]);
  return Object.values(contract.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !roots.has(type) && !type.name.startsWith('__')
      ? Object.values(type.getFields())
          .filter(({ args, name }) => args.length > 0 && !(`${type.name}.${name}` in nested))
          .map(({ name }) => `${type.name}.${name}`)
      : [],
  );
}
