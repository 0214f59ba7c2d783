const CONTROL = /\p{Cc}/gu
const KEPT = '\t\n\r'
const CONTROL_PICTURES = 0x2400
const DELETE = 0x7f

function pictureOf(character: string): string {
  const code = character.charCodeAt(0)
  if (KEPT.includes(character)) return character
  if (code === DELETE) return '␡'
  return code < DELETE ? String.fromCharCode(CONTROL_PICTURES + code) : '\ufffd'
}

/**
 * Text as it can be seen: control characters have their picture (␀), half a surrogate pair its replacement; the rest is
 * exactly what it was. What the text itself is, for copying and storing, does not change.
 */
export function visibleText(text: string): string {
  return text.replace(CONTROL, pictureOf).toWellFormed()
}
