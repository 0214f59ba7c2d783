import eslint from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const ELECTRON = {
  group: ['electron', 'electron/*'],
  message: 'Only src/main/{index.ts,shell,ipc} and src/preload may know Electron.',
}
const TESTS = {
  group: ['@test/*', '**/test/**'],
  message: 'The product does not import its tests.',
}
const NODE = { regex: '^node:', message: 'The renderer runs in a browser.' }
// Values from these files bring zod, and with it most of its error code, into the UI bundle.
const ZOD_CARRIERS = {
  regex:
    '^(zod(/.*)?|@shared/contract/(commands|errors|frames)|@shared/model/(?!(?:new-id|model-name|declared-options|estimate-tokens|problem-of-schema)$).*)$',
  allowTypeImports: true,
  message: 'Import types only: zod stays out of the UI bundle and the preload.',
}

const restrictImports = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
})

export default tseslint.config(
  {
    ignores: ['node_modules/', 'out/', 'dist/', 'coverage/', 'test-results/', 'playwright-report/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports' },
      ],
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
      // `async` without `await` is how something synchronous stands behind an asynchronous port:
      // what it throws becomes a rejection, as every caller expects.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  { files: ['src/**'], rules: restrictImports(ELECTRON, TESTS) },
  {
    files: ['src/main/index.ts', 'src/main/shell/**', 'src/main/ipc/**'],
    rules: restrictImports(TESTS),
  },
  { files: ['src/preload/**'], rules: restrictImports(TESTS, NODE, ZOD_CARRIERS) },
  {
    files: ['src/renderer/**'],
    extends: [reactHooks.configs.flat.recommended],
    rules: restrictImports(ELECTRON, TESTS, NODE, ZOD_CARRIERS),
  },
  {
    files: ['test/**'],
    rules: {
      'max-lines': 'off',
      'no-empty-pattern': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    // A fixture's `use` is Playwright's, not React's; screens and tables are what these programs print.
    files: ['bench/**', 'scripts/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        clearInterval: 'readonly',
        setInterval: 'readonly',
      },
    },
  },
  {
    files: ['src/renderer/public/*.js'],
    languageOptions: { globals: { document: 'readonly', localStorage: 'readonly' } },
  },
)
