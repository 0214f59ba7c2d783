import type { CommandRequest } from '@shared/contract/commands'

export type Role = NonNullable<CommandRequest<'people.add'>['role']>

export const ROLES: readonly { readonly value: Role; readonly label: string }[] = [
  { value: 'viewer', label: 'Viewer: reads what is shared' },
  { value: 'member', label: 'Member: talks to bots' },
  { value: 'owner', label: 'Owner: everything' },
]

export function roleOf(value: string): Role {
  return ROLES.find((role) => role.value === value)?.value ?? 'member'
}

/** The end of a day as `2026-11-21` is typed, here; null for no day. */
export function endOf(day: string): number | null {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined) return null
  return new Date(year, month - 1, date + 1).getTime()
}

/** The last day somebody is here, as a date field has it. */
export function dayOf(endsAt: number | null): string {
  if (endsAt === null) return ''
  const last = new Date(endsAt - 1)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${last.getFullYear()}-${two(last.getMonth() + 1)}-${two(last.getDate())}`
}
