/** Gives the focus back to what had it before a modal dialog, which was closed this instant, opened. */
export function giveBackFocus(before: Element | null): void {
  if (!(before instanceof HTMLElement) || !before.isConnected) return
  // Chromium has given it back already, but left the caret in the dialog: the field would show the focus and take no key.
  before.blur()
  before.focus()
}
