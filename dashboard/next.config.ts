import type { NextConfig } from 'next';

/** A static export: the server of MetaAgent serves the folder `out` from its own origin. */
const config: NextConfig = {
  output: 'export',
  reactStrictMode: true,
  images: { unoptimized: true },
  poweredByHeader: false,
  experimental: { optimizePackageImports: ['radix-ui'] },
  turbopack: { root: import.meta.dirname },
};

export default config;
