// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Theme = 'light' | 'dark'
type Tokens = ReadonlyMap<string, readonly [light: string, dark: string]>

const FILE = new URL('../../../../src/renderer/src/styles/tokens.css', import.meta.url)
const tokensCss = readFileSync(FILE, 'utf8')
const [everyday = '', highContrast = ''] = tokensCss.split('@media (prefers-contrast: more)')

function readTokens(css: string): Tokens {
  const found = css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)
  return new Map([...found].map(([, name = '', light = '', dark = '']) => [name, [light, dark]]))
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminanceOf(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrastOf(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminanceOf(a), luminanceOf(b)].toSorted((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const STATES = ['ready', 'busy', 'starting', 'failed', 'stopped']
const BOT_COLORS = ['teal', 'blue', 'violet', 'pink', 'red', 'orange', 'amber', 'green', 'gray']
const CODE = ['keyword', 'string', 'number', 'title', 'comment', 'deleted']
const GROUNDS = ['ground', 'surface', 'sunken', 'accent-soft', 'mine', 'hover']

/** Every pair of text and what it stands on. */
const TEXT_PAIRS: readonly (readonly [string, string])[] = [
  ...['text', 'muted', ...STATES].flatMap((text) => GROUNDS.map((on) => [text, on] as const)),
  ...['text', 'failed'].map((text) => [text, 'failed-soft'] as const),
  ...['text', 'starting'].map((text) => [text, 'starting-soft'] as const),
  ...['ground', 'surface', 'sunken', 'accent-soft', 'mine'].map((on) => ['accent', on] as const),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-failed', 'failed'],
  ['on-found', 'found'],
  ...BOT_COLORS.map((color) => ['on-bot', `bot-${color}`] as const),
  ...CODE.map((kind) => [`code-${kind}`, 'sunken'] as const),
]

/** Every pair of a control's border, or of something that means something, and what it stands on. */
const CONTROL_PAIRS = ['edge', 'accent', 'failed'].flatMap((edge) =>
  ['ground', 'surface', 'sunken'].map((on) => [edge, on] as const),
)

function colorOf(tokens: Tokens, name: string, theme: Theme): string {
  const pair = tokens.get(name)
  if (pair === undefined) throw new Error(`tokens.css has no colour ${name}`)
  return theme === 'light' ? pair[0] : pair[1]
}

function tooFaint(
  tokens: Tokens,
  theme: Theme,
  pairs: readonly (readonly [string, string])[],
  least: number,
) {
  return pairs
    .map(([front, back]) => ({
      pair: `${front} on ${back}`,
      contrast: contrastOf(colorOf(tokens, front, theme), colorOf(tokens, back, theme)),
    }))
    .filter(({ contrast }) => contrast < least)
}

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it('shows every text with a contrast of at least 4.5', () => {
    expect(tooFaint(readTokens(everyday), theme, TEXT_PAIRS, 4.5)).toEqual([])
  })

  it('shows every control with a contrast of at least 3', () => {
    expect(tooFaint(readTokens(everyday), theme, CONTROL_PAIRS, 3)).toEqual([])
  })

  it('shows text and edges with a contrast of at least 7 to those who ask for more', () => {
    const tokens: Tokens = new Map([...readTokens(everyday), ...readTokens(highContrast)])
    const pairs = ['text', 'muted', 'edge', 'accent', ...STATES].flatMap((front) =>
      GROUNDS.map((on) => [front, on] as const),
    )
    expect(tooFaint(tokens, theme, pairs, 7)).toEqual([])
  })
})
