import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents: every graphql(`…`) in a `query.ts`, checked against the contract of packages/schema. */
const config: CodegenConfig = {
  schema: '../../packages/schema/schema.graphql',
  documents: ['src/**/*.ts', 'src/**/*.tsx', '!src/graphql/generated/**'],
  ignoreNoDocuments: true,
  generates: {
    './src/graphql/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: {
          LocalDate: 'string',
          PartialDate: 'string',
          DateTime: 'string',
          JSON: 'unknown',
          OwnValues: 'Readonly<Record<string, unknown>>',
          MissingReasons: 'Readonly<Record<string, unknown>>',
          PatientSortField: 'string',
          SubjectVariable: 'string',
          RangeEnd: 'number | string',
          PackedNumbers: 'string',
        },
      },
    },
  },
};

export default config;
