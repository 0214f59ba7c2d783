import { startFakeOllama } from '../test/support/fake-ollama/fake-ollama.ts'
import type { FakeOllama, FakeOllamaOptions } from '../test/support/fake-ollama/options.ts'
import { startController, startFake } from './processes.ts'
import type { ControllerOptions, RunningController, RunningProcess } from './processes.ts'
import { launchBot, openSession, SocketClient } from './socket-client.ts'
import type { OpenSession } from './socket-client.ts'

export interface Setup {
  readonly fake: RunningProcess
  readonly controller: RunningController
  /** Signed in as the owner. */
  readonly owner: SocketClient
  /** Launched, on the model `tiny`. */
  readonly botId: string
}

/** Starts engine and controller, each a process of its own, measures, and ends them whatever happens. */
export async function withController<T>(
  fakeFlags: readonly string[],
  options: ControllerOptions,
  measure: (setup: Setup) => Promise<T>,
): Promise<T> {
  const fake = await startFake(fakeFlags)
  try {
    return await withLaunched(fake.url, options, (rest) => measure({ fake, ...rest }))
  } finally {
    await fake.stop()
  }
}

/** A controller for this engine, with a bot that is launched. */
async function withLaunched<T>(
  engineUrl: string,
  options: ControllerOptions,
  measure: (setup: Omit<Setup, 'fake'>) => Promise<T>,
): Promise<T> {
  const controller = await startController(engineUrl, options)
  try {
    const owner = await SocketClient.connect(controller.url, controller.secret)
    const botId = await launchBot(owner)
    const result = await measure({ controller, owner, botId })
    owner.close()
    return result
  } finally {
    await controller.stop()
  }
}

/** The same with the fake in this process, where it can be watched and ended: both ends share a clock. */
export async function withOwnFake<T>(
  options: FakeOllamaOptions,
  controllerOptions: ControllerOptions,
  measure: (setup: Omit<Setup, 'fake'> & { readonly fake: FakeOllama }) => Promise<T>,
): Promise<T> {
  const fake = await startFakeOllama(options)
  try {
    return await withLaunched(fake.url, controllerOptions, (rest) => measure({ fake, ...rest }))
  } finally {
    await fake.close()
  }
}

/** So many sockets, each with a session of its own that it watches. A hundred are opened at a time. */
export async function openSessions(
  { controller, botId }: Setup,
  count: number,
): Promise<readonly OpenSession[]> {
  const sessions: OpenSession[] = []
  while (sessions.length < count) {
    const batch = Array.from({ length: Math.min(100, count - sessions.length) }, () =>
      openSession(controller.url, controller.secret, botId),
    )
    sessions.push(...(await Promise.all(batch)))
  }
  return sessions
}
