import { Button } from '../../../ui/button'
import { RelativeTime } from '../../../ui/relative-time'
import styles from '../settings-dialog.module.css'
import own from './commands-section.module.css'
import { useNames } from './names-of'
import type { ProgramPolicyState, ProgramsView } from './use-program-policy'
import { useProblem } from './use-problem'

export interface AllowedCommandsProps {
  readonly view: ProgramsView
  readonly save: ProgramPolicyState['save']
}

/** Commands that do not ask any more. */
export function AllowedCommands({ view, save }: AllowedCommandsProps) {
  const { allowed } = view.policy
  const nameOf = useNames(view.people)
  const { problem, run } = useProblem()
  return (
    <section className={own['part']} aria-labelledby="allowed-commands">
      <h4 id="allowed-commands" className={own['heading']}>
        Allowed for good
      </h4>
      {allowed.length === 0 && (
        <p className={styles['note']}>
          Every command asks. Choose “Always this command” when one asks, and it stands here.
        </p>
      )}
      <ul className={styles['rows']}>
        {allowed.map((one) => (
          <li key={one.id} className={own['row']}>
            <div className={styles['words']}>
              <code className={own['mono']}>{one.line}</code>
              <span className={styles['note']}>
                {nameOf(one.to)} · <RelativeTime at={one.at} />
              </span>
            </div>
            <Button
              small
              variant="danger"
              aria-label={`Ask again for ${one.line}`}
              onClick={() =>
                run(
                  save(
                    { allowed: allowed.filter((other) => other !== one) },
                    { what: `“${one.line}”`, before: { allowed } },
                  ),
                )
              }
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      {problem}
    </section>
  )
}
