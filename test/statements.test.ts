import { type Form, tumourAssessmentForm, typeNameOf } from '@haim/schema';
import {
  buildSchema,
  type DocumentNode,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { selectionOf } from '../apps/web/src/forms/documents.ts';
import * as generated from '../apps/web/src/graphql/generated/graphql.ts';
import { areas } from '../packages/schema/src/statements/index.ts';

const root = join(import.meta.dirname, '..');
const schema = buildSchema(readFileSync(join(root, 'packages/schema/schema.graphql'), 'utf8'));

/** The fields of each type of the schema that carry statements. */
const said = new Map(
  Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type)) return [];
    const names = Object.values(type.getFields())
      .filter((field) => getNamedType(field.type).name === 'Statement')
      .map(({ name }) => name);
    return names.length > 0 ? [[type.name, names] as const] : [];
  }),
);

/**
 * What a document leaves out: for each selection of a type that has statements, those it does not select. A selection
 * without numbers, such as an id with the object below it, is not a result.
 */
function unsaid(document: DocumentNode): string[] {
  const info = new TypeInfo(schema);
  const missing: string[] = [];
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: (field) => {
        const type = info.getType();
        const name = type ? getNamedType(type).name : '';
        const selected = field.selectionSet ? fieldsOf(field.selectionSet, document) : [];
        if (!selected.some((one) => isNumber(name, one))) return;
        for (const wanted of said.get(name) ?? []) {
          if (!selected.includes(wanted)) missing.push(`${field.name.value}: ${name} without ${wanted}`);
        }
      },
    }),
  );
  return missing;
}

function isNumber(typeName: string, field: string): boolean {
  const type = schema.getType(typeName);
  const found = isObjectType(type) ? type.getFields()[field] : undefined;
  return found !== undefined && ['Float', 'Int'].includes(getNamedType(found.type).name);
}

/** Fields that a document requests in English only. */
function deprecated(document: DocumentNode): string[] {
  const info = new TypeInfo(schema);
  const found: string[] = [];
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: () => {
        const field = info.getFieldDef();
        if (field?.deprecationReason) found.push(`${info.getParentType()?.name}.${field.name}`);
      },
    }),
  );
  return found;
}

/** Names of the selected fields, including those of fragments. */
function fieldsOf({ selections }: SelectionSetNode, document: DocumentNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, document);
    const fragment = document.definitions.find(
      (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsOf(fragment.selectionSet, document) : [];
  });
}

/** The selection of a form's record, which the pages write from the declarations. */
function recordOf(form: Form): { typeDocument: DocumentNode; selected: string[] } {
  const typeDocument = parse(`fragment Record on ${typeNameOf(form)} { ${selectionOf(form)} }`);
  const [fragment] = typeDocument.definitions;
  if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) throw new Error('a fragment was written');
  return { typeDocument, selected: fieldsOf(fragment.selectionSet, typeDocument) };
}

const documents = Object.entries(generated).flatMap(([name, document]): [string, DocumentNode][] =>
  name.endsWith('Document') ? [[name, document as unknown as DocumentNode]] : [],
);

describe('a code of a statement', () => {
  it('is used somewhere', () => {
    const folders = ['packages/schema/src', 'packages/stats/src', 'packages/ml/src', 'apps/api/src'];
    const sources = folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /(?<!\.test)\.ts$/.test(file) && !/^statements\/(?!recorded|index)/.test(file))
        .map((file) => readFileSync(join(root, folder, file), 'utf8')),
    );
    const all = sources.join('\n');
    const codes = Object.values(areas).flatMap((area) => Object.keys(area));
    expect(codes.filter((code) => !all.includes(`'${code}'`) && !all.includes(`${code}:`))).toEqual([]);
  });
});

describe('the statements of a result in the API', () => {
  it('are declared in the schema, and the pages have documents', () => {
    expect([...said.keys()]).toEqual(
      expect.arrayContaining(['LogRank', 'SurvivalCurve', 'Evaluation', 'ClinicalModel']),
    );
    expect(documents.length).toBeGreaterThan(20);
  });

  it.each(documents)('are selected in full by %s, and not in English only', (_, document) => {
    expect(unsaid(document)).toEqual([]);
    expect(deprecated(document)).toEqual([]);
  });

  it('are selected with every record of a patient', () => {
    const { typeDocument, selected } = recordOf(tumourAssessmentForm);
    expect(selected).toEqual(expect.arrayContaining(said.get('TumourAssessment') ?? ['no statement in the contract']));
    expect(deprecated(typeDocument)).toEqual([]);
  });

  it('are reported missing if a document leaves them out', () => {
    const english = parse('{ survival(study: "S", endpoint: OS) { logRank { warnings } } }');
    expect(deprecated(english)).toEqual(['LogRank.warnings']);
    const query = 'query { survival(study: "S", endpoint: OS) { logRank { pValue methodStatement { en } } } }';
    expect(unsaid(parse(query))).toContain('logRank: LogRank without statements');
  });
});
