import type { NextConfig } from 'next';

/** The pages are served behind the portal's front door: one origin, no remote image, font or script. */
const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  transpilePackages: ['@haim/schema', '@haim/stats'],
  images: { unoptimized: true },
  // The front door compresses, once for pages and answers alike.
  compress: false,
  // Types are a check of `npm test`; nobody's first start waits for them.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    rules: {
      'annotorious-openseadragon.es.js': { loaders: ['./without-eval.mjs'] },
      '**/graphiql/dist/style.css': { loaders: ['./without-fonts.mjs'], as: '*.css' },
      '*.{ts,tsx}': { condition: { content: /\bgraphql\(`/ }, loaders: ['./own-documents.mjs'] },
      ...(process.env.NODE_ENV === 'production' && {
        '**/src/app/**/{page,not-found}.tsx': { loaders: ['./own-messages.mjs'] },
        '**/src/i18n/frame-namespaces.ts': { loaders: ['./own-messages.mjs'] },
      }),
      '**/i18n/messages/*/*.json': { loaders: ['./compiled-messages.mjs'], as: '*.js' },
    },
    // Messages are compiled by the rule above, so their parser stays at home.
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
  },
  experimental: {
    optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'],
    // Large files compress better than small ones; each part of the pages is still in one of them alone, mostly.
    turbopackChunking: {
      maxMergeChunkSize: 3_000_000,
      requestCost: 3_000_000,
      minChunkSize: 500_000,
      maxChunkCountPerGroup: 4,
    },
  },
};

export default config;
