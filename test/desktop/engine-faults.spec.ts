import { walkFaults } from '@test/support/faults/walk-faults'
import { createBot } from './create-bot'
import { test } from './fixtures'

test('every way Ollama can fail is told in the window with what to do', async ({
  page,
  ollama,
}) => {
  test.slow()
  await createBot(page, 'Tutor')
  await walkFaults(page, 'Tutor', ollama)
})
