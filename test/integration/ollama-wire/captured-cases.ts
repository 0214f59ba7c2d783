import { readFileSync } from 'node:fs'
import type { FakeVersion } from '@test/support/fake-ollama/options'

export interface CapturedCase {
  readonly name: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
  readonly response: {
    readonly status: number
    readonly transfer: 'length' | 'chunked' | 'none'
    readonly headers: Readonly<Record<string, string>>
    readonly lines: readonly string[]
  }
}

interface CaptureFile {
  readonly version: string
  readonly cases: readonly CapturedCase[]
}

/** What was captured of one server, as `scripts/make-ollama-fixtures.mjs` keeps it. */
export function readCaptures(version: FakeVersion): readonly CapturedCase[] {
  const file = new URL(`../../support/fake-ollama/captures/v${version}.json`, import.meta.url)
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as CaptureFile
  return cases
}

/** Opens the long runs of one word that the fixtures fold. */
export function unfold(body: string): string {
  return body.replace(/\{\{word\*(\d+)\}\}/g, (_, count: string) =>
    'word '.repeat(Number(count)).trimEnd(),
  )
}
