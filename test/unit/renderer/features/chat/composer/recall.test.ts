import { describe, expect, it } from 'vitest'
import {
  endRecall,
  NO_RECALL,
  recallNewer,
  recallOlder,
} from '@renderer/features/chat/composer/recall'
import type { Recall } from '@renderer/features/chat/composer/recall'

const own = () => ['third', 'second\nof two lines', 'first']
const at = (text: string, caret = text.length) => ({
  text,
  selectionStart: caret,
  selectionEnd: caret,
})

function upTo(steps: number): { recall: Recall; text: string } {
  let now = { recall: NO_RECALL, text: '' }
  for (let step = 0; step < steps; step += 1) {
    now = recallOlder(now.recall, at(now.text, 0), own) ?? now
  }
  return now
}

describe('recall', () => {
  it('goes from the newest own message to the oldest, and stays there', () => {
    expect([1, 2, 3, 4].map((steps) => upTo(steps).text)).toEqual([
      'third',
      'second\nof two lines',
      'first',
      'first',
    ])
  })

  it('comes back down to the empty composer', () => {
    const { recall, text } = upTo(2)
    const newer = recallNewer(recall, at(text))
    expect(newer?.text).toBe('third')
    expect(newer && recallNewer(newer.recall, at(newer.text))?.text).toBe('')
  })

  it('leaves the arrows alone in a text that is being written', () => {
    expect(recallOlder(NO_RECALL, at('draft'), own)).toBeNull()
    expect(recallNewer(NO_RECALL, at('draft'))).toBeNull()
  })

  it('leaves the arrows alone in a recalled text that was changed', () => {
    const { recall } = upTo(1)
    expect(recallOlder(recall, at('third, changed'), own)).toBeNull()
  })

  it('moves through the lines of a recalled text before it goes on', () => {
    const { recall, text } = upTo(2)
    expect(recallOlder(recall, at(text), own)).toBeNull()
    expect(recallOlder(recall, at(text, 3), own)?.text).toBe('first')
    expect(recallNewer(recall, at(text, 3))).toBeNull()
  })

  it('ends with Esc, and only where something is recalled', () => {
    const { recall, text } = upTo(1)
    expect(endRecall(recall, text)?.text).toBe('')
    expect(endRecall(NO_RECALL, 'draft')).toBeNull()
  })
})
