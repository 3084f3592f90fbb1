import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    langchain: 'src/langchain/index.ts',
    mcp: 'src/mcp/index.ts',
    vercel: 'src/vercel/index.ts',
  },
  format: ['esm', 'cjs'],
  target: 'node20',
  dts: true,
  clean: true,
  sourcemap: false,
});
