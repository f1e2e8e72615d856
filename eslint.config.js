import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['**/node_modules', '**/.next', '**/generated', '**/next-env.d.ts', '.portal', 'coverage']),
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/*.fixture.ts', 'test/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'max-lines': 'off' },
  },
  {
    files: ['**/*.mjs', 'bin/**', 'apps/api/src/cli/**', 'test/bench/**'],
    rules: { 'no-console': 'off' },
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
      },
    },
  },
  {
    // `import { type X }` loads its file when it runs, `import type { X }` does not: a command waits for its own alone.
    files: ['apps/api/src/cli/**', 'apps/api/src/settings.ts'],
    rules: { '@typescript-eslint/no-import-type-side-effects': 'error' },
  },
  {
    // Where an error without a listener ends a process, and with it everybody's work.
    files: ['apps/api/src/**/*.ts', 'packages/*/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.fixture.ts', 'apps/api/src/db/connections.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='pipe']",
          message:
            'pipe() passes no error on, and one without a listener ends the process: use pipeline of node:stream/promises.',
        },
        {
          selector:
            'NewExpression[callee.name=/^(Client|Pool)$/], NewExpression[callee.property.name=/^(Client|Pool)$/]',
          message:
            'A lost connection without a listener ends the process: take openPool or newClient of db/connections.ts.',
        },
      ],
    },
  },
  { files: ['apps/web/**'], extends: [reactHooks.configs.flat.recommended] },
  {
    files: ['apps/web/src/**'],
    ignores: ['apps/web/src/charts/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'recharts', message: 'Only src/charts draws: import a chart from there.' }] },
      ],
    },
  },
  {
    // Otherwise one quantity is written in two ways on two pages.
    files: ['apps/web/src/**'],
    ignores: ['apps/web/src/numbers/**', '**/*.test.ts', '**/*.test.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(toFixed|toPrecision|toExponential|toLocaleString)$/], NewExpression[callee.object.name="Intl"][callee.property.name="NumberFormat"]',
          message: 'Numbers are written in src/numbers: showScore, showP, showInterval, roundTo …',
        },
        {
          selector: 'Literal[value=/^[–—]$/]',
          message: 'What is missing has one sign: `missing` of src/numbers/show.ts.',
        },
        {
          selector:
            'BinaryExpression[operator=/^[*/]$/]:matches([left.name="monthDays"], [right.name="monthDays"], [left.property.name="monthDays"], [right.property.name="monthDays"])',
          message: 'Days become months in src/numbers/to-months.ts only.',
        },
        {
          selector: 'AssignmentExpression[left.property.name="download"]',
          message: 'A file is saved through useSaveFile of src/ui, which has it recorded first.',
        },
      ],
    },
  },
);
