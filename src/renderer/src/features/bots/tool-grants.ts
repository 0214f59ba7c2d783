import type { ToolGrant, ToolName } from '@shared/model/tool'

export type ToolChoice = 'off' | ToolGrant['approval']

/** What a bot is granted, as it stands in its form: one a line, as `math.evaluate ask`. */
export function textOfTools(grants: readonly ToolGrant[]): string {
  return grants.map(({ tool, approval }) => `${tool} ${approval}`).join('\n')
}

export function toolsOf(text: string): readonly ToolGrant[] {
  return text.split('\n').flatMap((line): ToolGrant[] => {
    const [tool, approval] = line.split(' ')
    if (tool === undefined || tool === '') return []
    return [{ tool, approval: approval === 'always' ? 'always' : 'ask' }]
  })
}

export function choiceOf(grants: readonly ToolGrant[], tool: ToolName): ToolChoice {
  return grants.find((grant) => grant.tool === tool)?.approval ?? 'off'
}

/** The same grants with one tool chosen otherwise; a new one comes last. */
export function withChoice(
  grants: readonly ToolGrant[],
  tool: ToolName,
  choice: ToolChoice,
): readonly ToolGrant[] {
  if (choice === 'off') return grants.filter((grant) => grant.tool !== tool)
  if (choiceOf(grants, tool) === 'off') return [...grants, { tool, approval: choice }]
  return grants.map((grant) => (grant.tool === tool ? { tool, approval: choice } : grant))
}
