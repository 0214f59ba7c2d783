import { expect, it } from 'vitest'
import { isWithin } from '@main/shell/web-guards'

it.each([
  ['app://port8000/', 'app://port8000', true],
  ['app://port8000/index.html#a', 'app://port8000', true],
  ['http://localhost:5173/src/main.tsx', 'http://localhost:5173', true],
  ['app://port8000.evil.test/', 'app://port8000', false],
  ['app://evil.test/port8000', 'app://port8000', false],
  ['https://port8000/', 'app://port8000', false],
  ['http://localhost:51730/', 'http://localhost:5173', false],
  ['http://localhost:5173@evil.test/', 'http://localhost:5173', false],
  ['file:///app://port8000/', 'app://port8000', false],
  ['about:blank', 'app://port8000', false],
  ['', 'app://port8000', false],
])('%s is part of %s: %s', (url, origin, expected) => {
  expect(isWithin(url, origin)).toBe(expected)
})
