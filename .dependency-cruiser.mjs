/**
 * The arrows of the house (ARCHITECTURE.md): who may import whom, and no cycles. Run by test/rooms.test.ts, which also
 * wants a file that breaks each rule in test/fixtures/wrong-arrows, under the name of the rule.
 */
/** @returns {import('dependency-cruiser').IForbiddenRuleType} */
const not = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The modules of the API in the order in which they may know each other: each imports only what stands before it. */
const modules = [
  'ctcae',
  'studies',
  'fields',
  'auth',
  'audit',
  'operation',
  'people',
  'patients',
  'queries',
  'identities',
  'merging',
  'review',
  'schedule',
  'cohort',
  'saved-cohorts',
  'snapshots',
  'eligibility',
  'slides',
  'uploads',
  'rois',
  'models',
  'inference',
  'sensitivity',
  'training',
  'analyses',
  'claims',
  'imports',
  'worklist',
  'progress',
  'readings',
  'double-entry',
  'quality',
  'reports',
  'exports',
];

/**
 * What the pages share, in the order in which it may know each other: a kit imports what stands before it, and never a
 * page.
 */
const kits = [
  'theme',
  'i18n',
  'graphql',
  'numbers',
  'ui',
  'session',
  'charts',
  'forms',
  'queries',
  'due',
  'runs',
  'selection',
  'conditions',
  'tables',
  'evaluation',
  'sending',
  'slide-image',
];

export default {
  forbidden: [
    not('no-cycles', 'a cycle has no first room', {}, { circular: true }),
    not(
      'schema-is-alone',
      'the contract imports nothing',
      { path: '^packages/schema/src', pathNot: '\\.(test|fixture)\\.ts$' },
      { pathNot: '^packages/schema/src' },
    ),
    not(
      'stats-is-pure',
      'numbers in, numbers out',
      { path: '^packages/stats/src', pathNot: '\\.test\\.ts$' },
      { path: '^(apps|packages/ml|node_modules/(pg|typeorm|graphql|react|express))' },
    ),
    not(
      'ml-knows-no-patient',
      'one slide in, one score out',
      { path: '^packages/ml/src', pathNot: '\\.test\\.ts$' },
      { path: '^(apps|packages/stats|node_modules/(pg|typeorm|graphql|react|express))' },
    ),
    not(
      'nothing-imports-api',
      'the API is the end of every arrow',
      { path: '^(packages|apps/web)' },
      { path: '^apps/api' },
    ),
    not(
      'web-knows-the-contract-only',
      'the browser computes no statistics but what follows a threshold that moves',
      { path: '^apps/web/src' },
      { path: '^packages/(stats/(?!src/in-the-page\\.ts)|ml)' },
    ),
    not(
      'packages-by-their-door',
      'enter a package by its index',
      { path: '^apps' },
      { path: '^packages/[^/]+/src/(?!(index|in-the-page|hand-made\\.fixture)\\.ts)' },
    ),
    not(
      'fixtures-are-for-tests',
      'slides and models made by hand are no part of the portal',
      { path: '^(apps|packages)', pathNot: '\\.(test|fixture)\\.ts$' },
      { path: '\\.fixture\\.ts$' },
    ),
    not(
      'migrations-stand-alone',
      'a migration outlives the code of its day',
      { path: '^migrations' },
      { path: '^(apps|packages)' },
    ),
    not(
      'charts-only-draw',
      'a chart imports no feature and fetches nothing',
      { path: '^apps/web/src/(charts|ui)' },
      { path: '^apps/web/src/(features|app|graphql)|node_modules/@apollo' },
    ),
    not(
      'recharts-in-charts',
      'one room draws',
      { path: '^apps/web/src', pathNot: '^apps/web/src/charts' },
      { path: 'node_modules/recharts' },
    ),
    not(
      'features-apart',
      'features do not import each other',
      { path: '^apps/web/src/features/([^/]+)/' },
      { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' },
    ),
    not(
      'features-below-routes',
      'a route renders a feature, which knows no route',
      { path: '^apps/web/src/features/' },
      { path: '^apps/web/src/app/' },
    ),
    not(
      'nothing-below-print',
      'pages do not know that they are also drawn without a browser',
      { path: '^apps/web/src/(?!print/)' },
      { path: '^apps/web/src/print/' },
    ),
    ...kits.map((name, i) =>
      not(
        `kit-${name}`,
        `${name} may know ${kits.slice(0, i).join(', ') || 'no other kit'}, and no page`,
        { path: `^apps/web/src/${name}/`, pathNot: '\\.test\\.tsx?$' },
        { path: `^apps/web/src/(${[...kits.slice(i + 1), 'features', 'app'].join('|')})/` },
      ),
    ),
    not(
      'resolvers-ask-services',
      'a resolver never sees study-db',
      { path: '\\.resolver\\.ts$' },
      { path: 'db/study-db\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    not(
      'jobs-know-no-module',
      'how work is queued does not depend on what the work is',
      { path: '^apps/api/src/jobs/' },
      { path: '^apps/api/src/modules' },
    ),
    not(
      'columns-by-their-door',
      'a block is reached through a handle of the asker’s own centres',
      { path: '^apps/api/src/', pathNot: '^apps/api/src/columns/|\\.(test|fixture)\\.ts$' },
      { path: '^apps/api/src/columns/(?!index\\.ts)' },
    ),
    not(
      'columns-know-no-module',
      'what is counted does not depend on what it is counted for',
      { path: '^apps/api/src/columns/', pathNot: '\\.(test|fixture)\\.ts$' },
      { path: '^apps/api/src/modules' },
    ),
    not(
      'kernels-are-pure',
      'arrays in, numbers out',
      { path: '^apps/api/src/columns/kernels/', pathNot: '\\.test\\.ts$' },
      { path: '^apps/api/src/(?!columns/)|^node_modules/|^packages/(?!schema)', pathNot: '^node_modules/@haim' },
    ),
    not(
      'db-knows-no-module',
      'study-db never sees a module',
      { path: '^apps/api/src/db/', pathNot: '\\.(test|fixture)\\.ts$' },
      { path: '^apps/api/src/modules' },
    ),
    not(
      'compose-is-the-roof',
      'what is made of all rooms is known to the programs alone',
      {
        path: '^apps/api/src/',
        pathNot: '^apps/api/src/(compose|cli)/|^apps/api/src/(main|worker)\\.ts$|\\.test\\.ts$',
      },
      { path: '^apps/api/src/compose/' },
    ),
    not(
      'modules-by-their-door',
      'a module shows in its index what others may use',
      { path: '^apps/api/src/modules/([^/]+)/', pathNot: '\\.(test|fixture)\\.ts$' },
      { path: '^apps/api/src/modules/', pathNot: '^apps/api/src/modules/($1/|[^/]+/index\\.ts$)' },
    ),
    ...modules
      .slice(0, -1)
      .map((name, i) =>
        not(
          `module-${name}`,
          `${name} may know ${modules.slice(0, i).join(', ') || 'no other module'}`,
          { path: `^apps/api/src/modules/${name}/`, pathNot: '\\.(test|fixture)\\.ts$' },
          { path: `^apps/api/src/modules/(${modules.slice(i + 1).join('|')})/` },
        ),
      ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(generated|\\.next)/' },
    tsPreCompilationDeps: true,
    // The pages' own: with any other no import by `@/` is found, and no rule sees it.
    tsConfig: { fileName: 'apps/web/tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
