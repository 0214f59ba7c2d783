import type { ToolDescription, ToolGrant } from '@shared/model/tool'

export type ToolChoice = 'off' | ToolGrant['approval']

/** What a bot is granted, as it stands in its form: one a line, as `math.evaluate ask`. */
export function textOfTools(grants: readonly ToolGrant[]): string {
  return grants
    .map(({ tool, approval, seen }) => [tool, approval, ...(seen === undefined ? [] : [seen])])
    .map((words) => words.join(' '))
    .join('\n')
}

export function toolsOf(text: string): readonly ToolGrant[] {
  return text.split('\n').flatMap((line): ToolGrant[] => {
    const [tool, approval, seen] = line.split(' ')
    if (tool === undefined || tool === '') return []
    const grant = { tool, approval: approval === 'always' ? 'always' : 'ask' } as const
    return [seen === undefined ? grant : { ...grant, seen }]
  })
}

type Shown = Pick<ToolDescription, 'name' | 'fingerprint'>

/** What holds for a tool as it is now: a grant of what it was before does not. */
export function choiceOf(grants: readonly ToolGrant[], tool: Shown): ToolChoice {
  const grant = grants.find((one) => one.tool === tool.name)
  return grant && !isOutdated(grants, tool) ? grant.approval : 'off'
}

/** Whether a tool was granted and its server has changed it since. */
export function isOutdated(grants: readonly ToolGrant[], { name, fingerprint }: Shown): boolean {
  const grant = grants.find((one) => one.tool === name)
  return grant !== undefined && fingerprint !== null && grant.seen !== fingerprint
}

/** The same grants with one tool, as it is shown, chosen otherwise; a new one comes last. */
export function withChoice(
  grants: readonly ToolGrant[],
  { name, fingerprint }: Shown,
  choice: ToolChoice,
): readonly ToolGrant[] {
  const others = grants.filter(({ tool }) => tool !== name)
  if (choice === 'off') return others
  const chosen = {
    tool: name,
    approval: choice,
    ...(fingerprint !== null && { seen: fingerprint }),
  }
  if (others.length === grants.length) return [...grants, chosen]
  return grants.map((grant) => (grant.tool === name ? chosen : grant))
}
