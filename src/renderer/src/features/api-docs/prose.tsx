/** A sentence in which `backticks` mark code. */
export function Prose({ children }: { readonly children: string }) {
  return children.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))
}
