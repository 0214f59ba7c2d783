import type { CommandOutput } from '@shared/contract/commands'

export type Settings = CommandOutput<'settings.get'>['settings']
type Source = Settings['port']['source']

/** Whether a value is set from outside, where this page cannot change it. */
export function isLocked(source: Source): boolean {
  return source === 'environment' || source === 'argument'
}

/** Where a value comes from, and how to change it where that is not here. `names` are the variable and the flag that set it. */
export function describeSource(
  source: Source,
  names: { readonly variable: string; readonly flag: string | null },
): string {
  switch (source) {
    case 'default':
      return 'This is the default.'
    case 'file':
      return 'Set here, kept in the settings file.'
    case 'environment':
      return `Set by the environment (${names.variable}), which wins over what is set here. Unset it and start Port 8000 again to change it.`
    case 'argument':
      return `Set at the start${names.flag === null ? '' : ` (${names.flag})`}, which wins over what is set here. Start Port 8000 without it to change it.`
  }
}
