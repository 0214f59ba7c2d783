import { Plus } from 'lucide-react'
import { Button } from '../../../ui/button'
import { EmptyState } from '../../../ui/empty-state'
import styles from '../settings-dialog.module.css'
import own from './commands-section.module.css'
import type { Grant } from './grant-form'
import { useNames } from './names-of'
import type { ProgramPolicyState, ProgramsView } from './use-program-policy'
import { useProblem } from './use-problem'

export interface CommandGrantsProps {
  readonly view: ProgramsView
  readonly save: ProgramPolicyState['save']
  readonly onEdit: (grant: Grant | null) => void
}

/** Who may run commands, in which folder, and which. */
export function CommandGrants({ view, save, onEdit }: CommandGrantsProps) {
  const { grants } = view.policy
  const nameOf = useNames(view.people)
  const { problem, run } = useProblem()
  const remove = (grant: Grant) => {
    const taken = { what: `The grant for ${nameOf(grant.to)}`, before: { grants } }
    run(save({ grants: grants.filter((one) => one !== grant) }, taken))
  }
  return (
    <section className={own['part']} aria-labelledby="command-grants">
      <h4 id="command-grants" className={own['heading']}>
        Who may
      </h4>
      {grants.length === 0 && (
        <EmptyState title="Nobody may run commands yet">
          Give somebody, or a bot, a folder and the programs they may run in it.
        </EmptyState>
      )}
      <ul className={styles['rows']}>
        {grants.map((grant) => (
          <li key={`${grant.to.kind} ${grant.to.id}`} className={own['row']}>
            <div className={styles['words']}>
              <span className={styles['name']}>{nameOf(grant.to)}</span>
              <code className={own['mono']}>{grant.folder}</code>
              <span className={styles['note']}>{grant.programs.join(', ') || 'no programs'}</span>
            </div>
            <div className={styles['buttons']}>
              <Button small aria-label={`Edit ${nameOf(grant.to)}`} onClick={() => onEdit(grant)}>
                Edit
              </Button>
              <Button
                small
                variant="danger"
                aria-label={`Remove ${nameOf(grant.to)}`}
                onClick={() => remove(grant)}
              >
                Remove
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {problem}
      <Button
        className={styles['start']}
        icon={<Plus size={15} aria-hidden="true" />}
        onClick={() => onEdit(null)}
      >
        Let somebody run commands
      </Button>
    </section>
  )
}
