// Who may import whom. `docs/architecture.md` draws it; this file checks it.

const libraryHasOneHome = (library, home) => ({
  name: `${library}-has-one-home`,
  comment: `Only ${home} knows ${library}, so that replacing it touches one folder.`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^${home}` },
  to: { path: `(^|/)node_modules/(@types/)?${library}(/|$)` },
})

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file, or miss a third one.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody imports it: it is dead, or it belongs under test/.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['\\.d\\.ts$', '^src/main/(index|headless)\\.ts$', '^src/renderer/public/'],
      },
      to: {},
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere fails at run time only.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?worker|\\?modulePath|\\?nodeWorker' },
    },
    {
      name: 'src-does-not-import-tests',
      comment: 'Tests import the product, never the other way round.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'shared-stands-alone',
      comment: 'It runs everywhere, so it depends on zod and on nothing else.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { pathNot: ['^src/shared/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'preload-is-a-wire',
      comment: 'One way to ask and one way to listen: the contract and Electron are all it needs.',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: {
        pathNot: [
          '^src/preload/',
          '^src/shared/contract/',
          '^electron$',
          '(^|/)node_modules/electron/',
        ],
      },
    },
    {
      name: 'renderer-stays-in-the-browser',
      comment: 'The same pages run in the window and in a browser; they know the contract only.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: ['^src/(main|preload)/', '(^|/)node_modules/electron/', '^electron$'] },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'There is no Node in a browser.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-zod-in-the-page-or-preload',
      comment:
        'Types are free; a value from a file that imports zod brings its whole error code into the bundle.',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/' },
      to: {
        path: ['^src/shared/', '(^|/)node_modules/zod/'],
        pathNot:
          '^src/shared/(contract/(app-error|channels)|model/(new-id|model-name|declared-options|estimate-tokens|problem-of-schema))\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'features-do-not-import-features',
      comment: 'app.tsx is the one place where features meet.',
      severity: 'error',
      from: { path: '^src/renderer/src/features/([^/]+)/' },
      to: {
        path: '^src/renderer/src/features/',
        pathNot: '^src/renderer/src/features/$1/',
      },
    },
    {
      name: 'features-see-only-the-hook',
      comment: 'Components reach the store through use-app; how it is made is not their business.',
      severity: 'error',
      from: { path: '^src/renderer/src/(features|ui)/' },
      to: {
        path: '^src/renderer/src/(store|api)/',
        pathNot: '^src/renderer/src/store/use-app\\.tsx?$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'core-is-pure',
      comment:
        'Plain TypeScript that could run anywhere: no door, no engine, no database, no window.',
      severity: 'error',
      from: { path: '^src/main/core/' },
      to: {
        path: ['^src/main/(?!core/)', '(^|/)node_modules/(?!zod/)', '^electron$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'adapters-know-core-only',
      comment: 'Storage, engines and the doors meet in compose.ts, never in one another.',
      severity: 'error',
      from: { path: '^src/main/(storage|engines|formats|server|ipc|platform|tools)/' },
      to: { path: '^src/main/(?!core/)', pathNot: '^src/main/$1/' },
    },
    {
      name: 'electron-has-one-home',
      comment: 'Everything else runs under plain Node.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/main/(shell|ipc)/', '^src/main/index\\.ts$', '^src/preload/'],
      },
      to: { path: ['^electron$', '^electron/', '(^|/)node_modules/electron/'] },
    },
    {
      name: 'headless-needs-no-electron',
      comment: 'headless.ts must run on a server that has no electron package.',
      severity: 'error',
      from: { path: '^src/main/(headless|compose|config)\\.ts$' },
      to: {
        path: ['^src/main/(shell|ipc)/', '^electron$', '(^|/)node_modules/electron/'],
        reachable: true,
      },
    },
    libraryHasOneHome('better-sqlite3', 'src/main/storage/'),
    libraryHasOneHome('ollama', 'src/main/engines/ollama/'),
    libraryHasOneHome('ws', 'src/main/server/'),
    libraryHasOneHome('(fastify|@fastify)', 'src/main/server/'),
    libraryHasOneHome('electron-log', 'src/main/platform/'),
    libraryHasOneHome('mathjs', 'src/main/tools/'),
    libraryHasOneHome('@cfworker/json-schema', 'src/main/formats/'),
    libraryHasOneHome('@modelcontextprotocol', 'src/main/tool-servers/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.cruise.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.json'],
    },
    exclude: { path: '\\.(css|md|svg|html)$' },
  },
}
