import { describe, expect, it } from 'vitest'
import { toKnownTools } from '@main/core/tool-servers/known-tools'
import { MAX_DESCRIPTION, tidyList } from '@main/core/tool-servers/tidy-list'
import type { ListedTool } from '@main/core/tool-servers/tool-server-connection'

const tool = (changes: Partial<ListedTool> = {}): ListedTool => ({
  ...{ name: 'read', description: 'Reads.' },
  parameters: { type: 'object', properties: { a: { type: 'string' }, b: {} } },
  ...changes,
})
const known = (tools: readonly ListedTool[], id = 'server-1') =>
  toKnownTools({ id, name: 'files', told: tidyList(null, tools) })
const fingerprint = (changes: Partial<ListedTool>, id?: string) =>
  known([tool(changes)], id)[0]?.fingerprint

describe('a fingerprint', () => {
  it('is another one where anything is that a model is told, or the server', () => {
    const same = fingerprint({})
    expect(fingerprint({ description: 'Reads and sends.' })).not.toBe(same)
    expect(fingerprint({ name: 'read ' })).not.toBe(same)
    expect(fingerprint({}, 'server-2')).not.toBe(same)
    const parameters = { type: 'object', properties: { a: { type: 'string' }, b: { title: 'B' } } }
    expect(fingerprint({ parameters })).not.toBe(same)
  })

  it('is the same where only the order of words in a schema is another', () => {
    const parameters = { properties: { b: {}, a: { type: 'string' } }, type: 'object' }
    expect(fingerprint({ parameters })).toBe(fingerprint({}))
  })
})

describe('the name of a tool', () => {
  it('begins with its server, has plain signs only, and no two are the same', () => {
    const names = ['read', 'read it', 'read/it', 'é', '', 'x'.repeat(90), 'x'.repeat(91)]
    const given = known(names.map((name) => tool({ name }))).map(({ name }) => name)
    expect(given.slice(0, 5)).toEqual([
      ...['files.read', 'files.read_it', 'files.read_it_2', 'files._', 'files.__2'],
    ])
    expect(new Set(given).size).toBe(names.length)
    for (const name of given) expect(name).toMatch(/^files\.[A-Za-z0-9_.-]{1,64}$/)
  })
})

describe('what a server tells', () => {
  it('loses what only a model would see, in its schema too', () => {
    const hidden = 'Reads.\u{200b}\u{202e}\u{e0041}\u{1b}'
    const parameters = { type: 'object', properties: { a: { description: hidden } } }
    const [read] = known([tool({ description: hidden, parameters })])
    expect(read?.description).toBe('Reads.')
    expect(read?.parameters).toEqual({
      type: 'object',
      properties: { a: { description: 'Reads.' } },
    })
  })

  it('is cut where it is too long; a schema that is too long lets nothing through', () => {
    const [read] = known([
      tool({ description: 'a'.repeat(5_000), parameters: { enum: ['b'.repeat(20_000)] } }),
    ])
    expect(read?.description).toHaveLength(MAX_DESCRIPTION)
    expect(read?.problem).not.toBeNull()
  })
})
