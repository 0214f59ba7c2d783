// npm run test:ollama: the tests against a real Ollama server, the one that OLLAMA_TEST_HOST names.
import { findNode, inRoot, ROOT } from './project.mjs'
import { endLike, runInOurPlace } from './run-child.mjs'

if (!process.env['OLLAMA_TEST_HOST']) {
  process.stderr.write(
    'Name the server to test against, as: OLLAMA_TEST_HOST=http://127.0.0.1:11434 npm run test:ollama\n' +
      'It gets small chats; models are only read, loaded and freed. OLLAMA_TEST_MODEL, OLLAMA_TEST_THINKING_MODEL and\n' +
      'OLLAMA_TEST_TOOLS_MODEL choose models; left out, it is the smallest installed one that can do what is tested.\n',
  )
  process.exit(2)
}

// Verbose: what was skipped is named, with the reason.
const args = ['run', '--project', 'ollama', '--reporter', 'verbose']
runInOurPlace(findNode(), [inRoot('node_modules', 'vitest', 'vitest.mjs'), ...args], {
  cwd: ROOT,
  env: process.env,
}).then(endLike, (/** @type {Error} */ error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
