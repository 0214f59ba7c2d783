import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// The controller's threads run from their sources here. Without types they are kept, so that not every test takes them out.
process.env['NODE_COMPILE_CACHE'] ??= at('./node_modules/.cache/compile')

export default defineConfig({
  resolve: {
    alias: {
      '@shared': at('./src/shared'),
      '@main': at('./src/main'),
      '@renderer': at('./src/renderer/src'),
      '@test': at('./test'),
    },
  },
  test: {
    restoreMocks: true,
    // Tests of thousands of random cases take long where the machine does something else meanwhile.
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/unit/{main,preload,scripts,shared}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'renderer',
          environment: 'jsdom',
          include: ['test/unit/renderer/**/*.test.{ts,tsx}'],
          // Class names as they are written, so a test can ask for one.
          css: { modules: { classNameStrategy: 'non-scoped' } },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          environment: 'node',
          include: ['test/integration/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          // Against a real server, so in no group of `npm test`; see CONTRIBUTING.md.
          name: 'ollama',
          environment: 'node',
          include: ['test/ollama/**/*.test.ts'],
          // A model may have to be read from a slow disk, and may run on a slow processor.
          testTimeout: 900_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
