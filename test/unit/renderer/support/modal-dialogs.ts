/** jsdom has no modal dialogs: here they are shown and hidden, which is what components ask of them. */
export function allowModalDialogs(): void {
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function close() {
    this.open = false
  }
}
