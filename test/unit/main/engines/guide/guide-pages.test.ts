import { describe, expect, it } from 'vitest'
import { readGuidePassages } from '@main/engines/guide/guide-pages'

const passages = readGuidePassages()

describe('the user guide', () => {
  it('has several pages, each with a title of its own', () => {
    const titles = new Map(passages.map(({ page, pageTitle }) => [page, pageTitle]))
    expect(titles.size).toBeGreaterThan(9)
    expect(new Set(titles.values()).size).toBe(titles.size)
    expect([...titles].filter(([page, title]) => page === title)).toEqual([])
  })

  it('has sections short enough to be quoted', () => {
    const long = passages.filter(({ text }) => text.split(/\s+/).length > 150)
    expect(long.map(({ heading }) => heading)).toEqual([])
  })

  it('has no heading twice on a page, so that a quotation can be found', () => {
    const places = passages.map(({ page, heading }) => `${page}: ${heading}`)
    expect(new Set(places).size).toBe(places.length)
  })

  it('links nowhere but to the web: a link to a page would lead nowhere in a conversation', () => {
    const links = passages.flatMap(({ text }) =>
      [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, target = '']) => target),
    )
    expect(links.filter((target) => !target.startsWith('https://'))).toEqual([])
  })
})
