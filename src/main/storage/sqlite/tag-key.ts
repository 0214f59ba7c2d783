import type { Tag } from '@shared/model/tag'

/**
 * Whether the stored array holds the tag bound as `@tag`, a text in JSON. Inside a text every quote has a backslash
 * before it, so `["` and `,"` stand only where a text begins.
 */
export const HAS_TAG = `(instr(tags, '[' || @tag) = 1 OR instr(tags, ',' || @tag) > 0)`

export function tagKeyOf(tag: Tag): string {
  return JSON.stringify(tag)
}

const alphabet = new Intl.Collator('en')

/** In the order of the alphabet, each once. */
export function sortedTags(tags: Iterable<Tag>): Tag[] {
  return [...new Set(tags)].sort((a, b) => alphabet.compare(a, b) || (a < b ? -1 : 1))
}
