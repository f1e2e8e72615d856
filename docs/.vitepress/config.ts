import { defineConfig } from 'vitepress';

const page = (text: string, link: string) => ({ text, link });

/**
 * The documentation as a site, built by `npm run docs` into docs/.vitepress/dist: the Markdown files of the repository as
 * they are, with a search that needs no network. Nothing is loaded from elsewhere.
 */
export default defineConfig({
  title: 'HAIM Portal',
  description: 'Research data portal for large hepatocellular carcinoma treated with HAIC or HTI',
  lang: 'en',
  srcDir: '..',
  // Files that people read; what belongs to one folder of the sources stays there.
  srcExclude: [
    '**/node_modules/**',
    '**/.portal/**',
    '.github/**',
    'apps/**',
    'data/**',
    'findings/**',
    'test/**',
    'packages/*/reference/**',
    'CODE_OF_CONDUCT.md',
  ],
  rewrites: { 'README.md': 'index.md' },
  cleanUrls: false,
  lastUpdated: false,
  // What leads into the sources is read in the repository, which the site is not.
  ignoreDeadLinks: [/LICENSE$/, /data\/demo-cohort/, /\.(?:ts|json|py|R)$/, /findings\//],
  vite: { build: { chunkSizeWarningLimit: 4_000 } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [
      {
        text: 'Use',
        items: [
          page('Begin', '/'),
          page('The first page', '/docs/first-page'),
          page('Entering data', '/docs/entry'),
          page('Importing', '/docs/import'),
          page('Double entry', '/docs/double-entry'),
          page('Data quality', '/docs/quality'),
          page('Readings', '/docs/readings'),
          page('Analyses', '/docs/analysis'),
          page('Export', '/docs/export'),
          page('Models', '/docs/models'),
          page('Bring your model', '/docs/bring-your-model'),
          page('File formats', '/docs/formats'),
          page('The API', '/docs/api'),
        ],
      },
      {
        text: 'Run',
        items: [
          page('Studies', '/docs/studies'),
          page('Running the portal', '/docs/operations'),
          page('Backups', '/docs/backup'),
          page('Threat model', '/docs/threat-model'),
          page('Security', '/SECURITY'),
          page('Changes', '/CHANGELOG'),
        ],
      },
      {
        text: 'Change',
        items: [
          page('Contributing', '/CONTRIBUTING'),
          page('Architecture', '/ARCHITECTURE'),
          page('Technical debt', '/TECHDEBT'),
          page('Statistics', '/packages/stats/README'),
          page('Slides and scores', '/packages/ml/README'),
        ],
      },
    ],
  },
});
