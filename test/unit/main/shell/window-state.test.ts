import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { placeWindow, readWindowState, writeWindowState } from '@main/shell/window-state'

const LAPTOP = { x: 0, y: 25, width: 1440, height: 875 }
const BESIDE = { x: 1440, y: 0, width: 1920, height: 1080 }
const at = (x: number, y: number, width = 900, height = 700) => ({
  bounds: { x, y, width, height },
  maximized: false,
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'port8000-state-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

describe('placeWindow', () => {
  it('opens the first window at the usual size, and no larger than a small screen', () => {
    expect(placeWindow(null, [LAPTOP])).toEqual({ width: 1280, height: 860 })
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 600 }])).toEqual({
      width: 1024,
      height: 600,
    })
  })

  it('puts it back where it stood, on the second screen too', () => {
    expect(placeWindow(at(1600, 100), [LAPTOP, BESIDE])).toEqual(at(1600, 100).bounds)
  })

  it.each([
    ['its screen is gone', at(1600, 100)],
    ['its title bar is above every screen', at(100, -200)],
    ['its title bar is below every screen', at(100, 880)],
    ['only a corner of it would show', at(1430, 100)],
  ])('starts anew where %s', (_, state) => {
    expect(placeWindow(state, [LAPTOP])).toEqual({ width: 1280, height: 860 })
  })

  it('is never smaller than it can be used', () => {
    expect(placeWindow(at(50, 50, 10, 10), [LAPTOP])).toEqual({
      x: 50,
      y: 50,
      width: 320,
      height: 480,
    })
  })
})

describe('the window file', () => {
  it('gives back what was written', () => {
    const folder = newFolder()
    writeWindowState(folder, { ...at(10, 20), maximized: true })
    expect(readWindowState(folder)).toEqual({ ...at(10, 20), maximized: true })
  })

  it.each(['', '{', '[]', '{"bounds":{"x":"1"}}', '{"bounds":null,"maximized":true}'])(
    'counts as missing where it holds %j',
    (text) => {
      const folder = newFolder()
      writeFileSync(join(folder, 'window.json'), text)
      expect(readWindowState(folder)).toBeNull()
    },
  )

  it('counts as missing before the first start', () => {
    expect(readWindowState(newFolder())).toBeNull()
  })
})
