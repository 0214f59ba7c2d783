import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DIAGRAM_PAGE, DIAGRAM_PAGE_POLICY } from '@main/server/content-security-policy'

const html = readFileSync(
  new URL(`../../../../src/renderer/public${DIAGRAM_PAGE}`, import.meta.url),
  'utf8',
)

describe('the policy of the page that draws diagrams', () => {
  it('names the hash of the one script in it, so that no other runs', () => {
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(
      ([, script]) => script ?? '',
    )
    expect(scripts).toHaveLength(1)
    const hashes = scripts.map((script) => createHash('sha256').update(script).digest('base64'))
    expect(DIAGRAM_PAGE_POLICY).toContain(`script-src 'sha256-${hashes.join('')}' blob:;`)
  })

  it('lets it load nothing, send nothing and belong to nobody', () => {
    const rules = DIAGRAM_PAGE_POLICY.split('; ')
    expect(rules).toContain("default-src 'none'")
    expect(rules).toContain('sandbox allow-scripts')
    expect(rules).toContain("frame-ancestors 'self'")
    expect(rules.filter((rule) => /^(connect|img|font|frame|media)-src/.test(rule))).toEqual([])
  })
})
