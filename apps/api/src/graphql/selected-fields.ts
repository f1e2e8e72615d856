import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** Requested fields by their names in the schema, and of each the fields below it. */
export type Selection = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The fields that an operation asks for, through fragments: of the object being resolved, or of the objects below it at
 * `path`. A field under @skip or @include counts as requested: anything read in excess is left out of the answer.
 */
export function selectedFields({ fieldNodes, fragments }: GraphQLResolveInfo, ...path: string[]): Selection {
  const fieldsIn = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
      return inner ? fieldsIn(inner.selectionSet) : [];
    });
  const below = (fields: readonly FieldNode[]): FieldNode[] =>
    fields.flatMap(({ selectionSet }) => (selectionSet ? fieldsIn(selectionSet) : []));
  let fields = below(fieldNodes);
  for (const step of path) fields = below(fields.filter(({ name }) => name.value === step));
  const byName = Map.groupBy(fields, ({ name }) => name.value);
  return new Map([...byName].map(([name, nodes]) => [name, new Set(below(nodes).map((one) => one.name.value))]));
}
