import { useId } from 'react'
import type { ToolDescription } from '@shared/model/tool'
import { useApp } from '../../store/use-app'
import { useQuery } from '../../ui/use-query'
import styles from './bot-tool-fields.module.css'
import { choiceOf, isOutdated, textOfTools, toolsOf, withChoice } from './tool-grants'
import type { ToolChoice } from './tool-grants'
import type { BotFormState } from './use-bot-form'

const CHOICES: readonly { readonly value: ToolChoice; readonly label: string }[] = [
  { value: 'off', label: 'Off' },
  { value: 'ask', label: 'Ask each time' },
  { value: 'always', label: 'Always' },
]

/** What a bot may use besides words: each tool for itself, off until it is granted. */
export function BotToolFields({ state }: { readonly state: BotFormState }) {
  const version = useApp((app) => app.toolServersVersion)
  const { data, error } = useQuery('tools.list', {}, version)
  const problem = useModelProblem(state.form.model)
  const granted = toolsOf(state.form.options.tools)
  const listed = data?.tools ?? []
  const groups = byServer([...listed, ...goneOf(granted, data?.tools)])
  const outdated = listed.filter((tool) => isOutdated(granted, tool)).length
  const count = granted.length - outdated
  return (
    <details className={styles['tools']}>
      <summary className={styles['head']}>
        Tools{' '}
        <span className={styles['count']}>
          {count === 0 ? 'none' : `${count} granted`}
          {outdated > 0 && `, ${outdated} changed`}
        </span>
      </summary>
      <p className={styles['note']}>
        {problem ?? 'What the bot may use besides words. What a tool finds is read by its model.'}
      </p>
      {error !== null && <p className={styles['note']}>{error}</p>}
      {groups.map(([server, tools]) => (
        <ToolGroup
          key={server}
          {...{ server, tools, state, problem }}
          isOnly={groups.length === 1}
        />
      ))}
    </details>
  )
}

interface ToolGroupProps {
  /** Empty for what is built in. */
  readonly server: string
  readonly tools: readonly ToolDescription[]
  readonly state: BotFormState
  readonly problem: string | null
  readonly isOnly: boolean
}

function ToolGroup({ server, tools, state, problem, isOnly }: ToolGroupProps) {
  const id = useId()
  return (
    <section aria-labelledby={isOnly ? undefined : id}>
      {!isOnly && (
        <h3 id={id} className={styles['server']}>
          {server === '' ? 'Built in' : server}
        </h3>
      )}
      <ul className={styles['list']}>
        {tools.map((tool) => (
          <ToolField key={tool.name} tool={tool} state={state} problem={problem} />
        ))}
      </ul>
    </section>
  )
}

interface ToolFieldProps {
  readonly tool: ToolDescription
  readonly state: BotFormState
  readonly problem: string | null
}

function ToolField({ tool, state, problem }: ToolFieldProps) {
  const id = useId()
  const granted = toolsOf(state.form.options.tools)
  const choice = choiceOf(granted, tool)
  // What is granted can always be taken away.
  const isLocked = (problem ?? tool.problem) !== null && choice === 'off'
  return (
    <li className={styles['tool']}>
      <div className={styles['what']}>
        <label htmlFor={id} className={styles['name']}>
          {tool.name}
        </label>
        <p id={`${id}-about`} className={styles['note']}>
          {isOutdated(granted, tool) && <strong className={styles['changed']}>{CHANGED} </strong>}
          {tool.problem ?? tool.description}
        </p>
      </div>
      <select
        id={id}
        className={styles['choice']}
        aria-describedby={`${id}-about`}
        disabled={isLocked}
        value={choice}
        onChange={({ target }) => {
          const chosen = CHOICES.find(({ value }) => value === target.value)?.value ?? 'off'
          const tools = textOfTools(withChoice(granted, tool, chosen))
          state.change({ options: { tools } })
        }}
      >
        {CHOICES.filter((one) => mayChoose(one.value, tool)).map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </li>
  )
}

/** Commands are allowed for good one by one, when they ask. */
function mayChoose(choice: ToolChoice, { name }: ToolDescription): boolean {
  return choice !== 'always' || name !== 'command.run'
}

const CHANGED =
  'Its server changed this tool after it was granted, so it is off. Read what it does now, then choose again:'

/** The built-in ones first, then by server. */
function byServer(tools: readonly ToolDescription[]): [string, readonly ToolDescription[]][] {
  const groups = new Map<string, ToolDescription[]>()
  for (const tool of tools) {
    const server = tool.server ?? ''
    groups.set(server, [...(groups.get(server) ?? []), tool])
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Granted, but nowhere to be found now: a server that is off, or was removed. */
function goneOf(
  granted: ReturnType<typeof toolsOf>,
  listed: readonly ToolDescription[] | undefined,
): readonly ToolDescription[] {
  if (listed === undefined) return []
  return granted
    .filter(({ tool }) => !listed.some(({ name }) => name === tool))
    .map(({ tool, seen }) => ({
      ...{ name: tool, description: '', fingerprint: seen ?? null },
      server: seen === undefined ? null : (tool.split('.')[0] ?? null),
      problem: 'It is not there now. The bot goes on without it.',
    }))
}

/** Why no tool can be used with this model; null where they can, or where that is not known. */
function useModelProblem(model: string): string | null {
  const version = useApp((app) => app.modelsVersion)
  const { data } = useQuery('models.list', { engine: 'ollama' }, version)
  const capabilities = data?.models.find(({ name }) => name === model)?.capabilities
  if (capabilities == null || capabilities.includes('tools')) return null
  return `${model} cannot use tools. Choose another model to grant some.`
}
