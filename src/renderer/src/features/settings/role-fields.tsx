import { Select } from '../../ui/select'
import { TextField } from '../../ui/text-field'
import { ROLES, roleOf } from './person-fields'
import type { Role } from './person-fields'

export interface RoleFieldsProps {
  readonly role: Role
  /** The last day of a guest as a date field has it; empty for good. */
  readonly until: string
  readonly onRole: (role: Role) => void
  readonly onUntil: (until: string) => void
}

/** What somebody may do, and until when. */
export function RoleFields({ role, until, onRole, onUntil }: RoleFieldsProps) {
  return (
    <>
      <Select
        label="Role"
        options={ROLES}
        value={role}
        onChange={({ target }) => onRole(roleOf(target.value))}
      />
      <TextField
        label="Guest until"
        type="date"
        hint="Through that day. Empty: for good."
        value={until}
        onChange={({ target }) => onUntil(target.value)}
      />
    </>
  )
}
