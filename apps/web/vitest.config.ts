import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // As in the vitest.config.ts of the whole.
  test: { isolate: false, include: ['src/**/*.test.{ts,tsx}'] },
});
