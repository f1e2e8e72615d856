import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/**
 * The fields that an operation asks for, by their names in the schema and through fragments: of the object being
 * resolved, or of the objects below it at `path`. A field under @skip or @include counts as requested: anything read in
 * excess is left out of the answer.
 */
export function selectedFields({ fieldNodes, fragments }: GraphQLResolveInfo, ...path: string[]): ReadonlySet<string> {
  const fieldsOf = ({ selections }: SelectionSetNode): { name: string; below: SelectionSetNode | undefined }[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return { name: selection.name.value, below: selection.selectionSet };
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
      return inner ? fieldsOf(inner.selectionSet) : [];
    });
  let fields = fieldNodes.flatMap(({ selectionSet }) => (selectionSet ? fieldsOf(selectionSet) : []));
  for (const step of path) {
    fields = fields.flatMap(({ name, below }) => (name === step && below ? fieldsOf(below) : []));
  }
  return new Set(fields.map(({ name }) => name));
}
