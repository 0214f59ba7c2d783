const GAP_PX = 4
const MARGIN_PX = 8

/** Puts a floating element under its anchor, its right edge at the anchor's; above or shifted where there is no room. */
export function placeBeside(element: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = element
  const below = at.bottom + GAP_PX
  const fitsBelow = below + height <= innerHeight - MARGIN_PX
  const left = Math.min(Math.max(MARGIN_PX, at.right - width), innerWidth - width - MARGIN_PX)
  element.style.left = `${Math.max(MARGIN_PX, left)}px`
  element.style.top = `${Math.max(MARGIN_PX, fitsBelow ? below : at.top - GAP_PX - height)}px`
}
