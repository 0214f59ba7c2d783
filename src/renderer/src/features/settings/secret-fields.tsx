import { Checkbox } from '../../ui/checkbox'
import { TextArea } from '../../ui/text-area'
import { TextField } from '../../ui/text-field'

/** What is typed of a server's secrets; those that are set are never shown. */
export interface SecretDraft {
  readonly token: string
  readonly headers: string
  readonly forget: boolean
}

export interface SecretFieldsProps {
  /** What is set; null for a new server. */
  readonly known: { readonly hasToken: boolean; readonly headerNames: readonly string[] } | null
  readonly draft: SecretDraft
  /** What is wrong with the headers. */
  readonly error: string | null | undefined
  readonly forgetLabel: string
  readonly set: (change: Partial<SecretDraft>) => void
}

/** How a server at an address knows us: a token, or headers. */
export function SecretFields({ known, draft, error, forgetLabel, set }: SecretFieldsProps) {
  const { hasToken = false, headerNames = [] } = known ?? {}
  return (
    <>
      <TextField
        label="Token"
        type="password"
        mono
        autoComplete="new-password"
        hint={
          hasToken
            ? 'Set, and never shown. Left empty it stays.'
            : 'Only where the server asks for one. It is never shown again.'
        }
        value={draft.token}
        onChange={({ target }) => set({ token: target.value })}
      />
      <TextArea
        label="Further headers"
        mono
        rows={2}
        placeholder="X-Api-Key: …"
        hint={
          headerNames.length > 0
            ? `Set: ${headerNames.join(', ')}. What you write replaces them all.`
            : 'One on each line, as “Name: value”.'
        }
        error={error}
        value={draft.headers}
        onChange={({ target }) => set({ headers: target.value })}
      />
      {(hasToken || headerNames.length > 0) && (
        <ForgetSecrets label={forgetLabel} draft={draft} set={set} />
      )}
    </>
  )
}

/** Takes away what is set, where nothing is put in its place. */
export function ForgetSecrets({
  label,
  draft,
  set,
}: Pick<SecretFieldsProps, 'set'> & {
  readonly label: string
  readonly draft: Pick<SecretDraft, 'forget'>
}) {
  return (
    <Checkbox
      label={label}
      checked={draft.forget}
      onChange={({ target }) => set({ forget: target.checked })}
    />
  )
}
