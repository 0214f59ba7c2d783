import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { commands } from '@shared/contract/commands'
import { ERROR_CODES } from '@shared/contract/errors'
import { routes } from '@main/server/routes'

const page = readFileSync('docs/protocol.md', 'utf8')

it.each(Object.entries(commands))(
  'docs/protocol.md has %s with its access level',
  (name, { access }) => {
    const row = page
      .split('\n')
      .find((line) => line.startsWith('|') && line.includes(`\`${name}\``))
    expect(row).toContain(access)
  },
)

it.each(ERROR_CODES)('docs/protocol.md explains the error %s', (code) => {
  expect(page).toContain(`\`${code}\``)
})

it.each(routes.map(({ path }) => path))('docs/protocol.md names %s', (path) => {
  expect(page).toContain(path)
})
