import type { CommandName, CommandOutput, CommandRequest } from '@shared/contract/commands'
import type { Role } from '@shared/model/access'
import { RecordingViewer, callerOf } from '@test/support/recording-viewer'
import type { TestApp } from '@test/support/test-app'

/** Somebody with a device of their own. */
export interface Someone {
  readonly personId: string
  readonly viewer: RecordingViewer
  call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>>
  /** As it comes, for inputs that were made. */
  ask(name: string, input: unknown): Promise<unknown>
}

/** Lets somebody use the controller who watches the overview. */
export async function someone(
  app: TestApp,
  name: string,
  role: Role = 'member',
  more: Partial<CommandRequest<'people.add'>> = {},
): Promise<Someone> {
  const { person } = await app.call('people.add', { name, role, ...more })
  const viewer = new RecordingViewer(name)
  const caller = callerOf({ personId: person.id, role: 'owner', credential: null }, viewer)
  const ask = (command: string, input: unknown) =>
    app.controller.router.dispatch(command, input, caller)
  const call: Someone['call'] = (command, input) =>
    ask(command, input) as Promise<CommandOutput<typeof command>>
  await call('overview.watch', {})
  return { personId: person.id, viewer, ask, call }
}
