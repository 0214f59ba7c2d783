import { expect, it } from 'vitest'
import { visibleText } from '@renderer/features/chat/messages/visible-text'

it('shows control characters as their pictures', () => {
  expect(visibleText('a\u0000b\u0007c\u001bd\u007fe')).toBe('a␀b␇c␛d␡e')
})

it('keeps line ends, tabs, emoji and right-to-left text as they are', () => {
  const text = 'one\n\ttwo\r\n👩‍👩‍👧 שלום مرحبا é'
  expect(visibleText(text)).toBe(text)
})

it('shows half a surrogate pair as the replacement character', () => {
  expect(visibleText('a\ud83db')).toBe('a\ufffdb')
})
