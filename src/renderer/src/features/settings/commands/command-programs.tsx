import { Plus } from 'lucide-react'
import { Button } from '../../../ui/button'
import styles from '../settings-dialog.module.css'
import own from './commands-section.module.css'
import type { ProgramPolicyState, ProgramsView } from './use-program-policy'
import { useProblem } from './use-problem'

export interface CommandProgramsProps {
  readonly view: ProgramsView
  readonly save: ProgramPolicyState['save']
  readonly onAdd: () => void
}

/** Which programs there are, and all that each may be told. */
export function CommandPrograms({ view, save, onAdd }: CommandProgramsProps) {
  const { added } = view.policy
  const { problem, run } = useProblem()
  const remove = (name: string) => {
    const rest = added.filter((one) => one.name !== name)
    run(save({ added: rest }, { what: `The program ${name}`, before: { added } }))
  }
  return (
    <section className={own['part']} aria-labelledby="command-programs">
      <h4 id="command-programs" className={own['heading']}>
        Programs
      </h4>
      <ul className={styles['rows']}>
        {view.programs.map(({ name, does, file, takes, added: isAdded }) => (
          <li key={name} className={own['row']}>
            <details className={own['program']}>
              <summary className={own['summary']}>
                <code>{name}</code> <span className={styles['note']}>{does}</span>
                {file === null && <span className={own['absent']}>Not on this machine</span>}
              </summary>
              {file !== null && <p className={own['mono']}>{file}</p>}
              <p className={own['takes']}>{takes}</p>
            </details>
            {isAdded && (
              <Button
                small
                variant="danger"
                aria-label={`Remove ${name}`}
                onClick={() => remove(name)}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
      {problem}
      <Button
        className={styles['start']}
        icon={<Plus size={15} aria-hidden="true" />}
        onClick={onAdd}
      >
        Add a program
      </Button>
    </section>
  )
}
