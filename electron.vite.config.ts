import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const shared = { '@shared': at('./src/shared') }

// The oldest runtime the built code must run on is Electron 33: Node 20.18 and Chromium 130.
const NODE_TARGET = 'node20.18'
// The same pages are opened by whatever browser a person has.
const SCRIPT_TARGET = 'es2023'
const STYLE_TARGETS = ['chrome130', 'firefox128', 'safari17.5']

// Vite puts scripts and styles into the page while somebody works on it; the real policy allows neither.
const DEVELOPMENT_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self' ws://localhost:*",
  "object-src 'none'",
  // The page that draws diagrams stands in a frame; while somebody works on it, it has the same policy as all.
  "frame-ancestors 'self'",
].join('; ')

export default defineConfig({
  main: {
    resolve: { alias: { ...shared, '@main': at('./src/main') } },
    build: {
      target: NODE_TARGET,
      outDir: 'out/main',
      // It requires an ES module, which the oldest runtime cannot; built in, it is one file for all.
      externalizeDeps: { exclude: ['@fastify/static'] },
      rolldownOptions: {
        input: {
          index: at('./src/main/index.ts'),
          headless: at('./src/main/headless.ts'),
          'search-worker': at('./src/main/storage/sqlite/search-worker.ts'),
          'math-worker': at('./src/main/tools/math-worker.ts'),
          'transfer-worker': at('./src/main/storage/sqlite/transfer-worker.ts'),
        },
      },
    },
  },
  preload: {
    resolve: { alias: shared },
    build: {
      target: NODE_TARGET,
      outDir: 'out/preload',
      // A sandboxed preload may require only `electron`: one CommonJS file, nothing external.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('./src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('./src/renderer'),
    resolve: { alias: { ...shared, '@renderer': at('./src/renderer/src') } },
    plugins: [react()],
    server: { headers: { 'content-security-policy': DEVELOPMENT_POLICY } },
    build: {
      target: SCRIPT_TARGET,
      cssTarget: STYLE_TARGETS,
      outDir: 'out/renderer',
      minify: true,
      sourcemap: false,
      // Inlined files would be `data:` addresses, which the content security policy refuses.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: at('./src/renderer/index.html') } },
    },
  },
})
