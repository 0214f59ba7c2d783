import fc from 'fast-check'

/**
 * Any text at all: every character there is, lone surrogates and controls too. Not `fc.string`, whose units take seconds to
 * set themselves up on a busy machine.
 */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
  const letter = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))
  const astral = fc
    .integer({ min: 0x10000, max: 0x10ffff })
    .map((code) => String.fromCodePoint(code))
  return fc.array(fc.oneof(codeUnit, letter, astral), { maxLength }).map((parts) => parts.join(''))
}
