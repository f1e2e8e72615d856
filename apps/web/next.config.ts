import type { NextConfig } from 'next';

/** The pages are served behind the portal's front door: one origin, no remote image, font or script. */
const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  transpilePackages: ['@haim/schema'],
  images: { unoptimized: true },
  // The front door compresses, once for pages and answers alike.
  compress: false,
  // Types are a check of `npm test`; nobody's first start waits for them.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    rules: {
      'annotorious-openseadragon.es.js': { loaders: ['./without-eval.mjs'] },
      '*.{ts,tsx}': { condition: { content: /\bgraphql\(`/ }, loaders: ['./own-documents.mjs'] },
    },
  },
  experimental: {
    optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'],
  },
};

export default config;
