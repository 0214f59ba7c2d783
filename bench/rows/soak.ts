import { openSession, ask } from '../socket-client.ts'
import { withController } from '../setup.ts'
import type { Row } from '../table.ts'

const TURNS = 1_000
const WARM_UP_TURNS = 100
const GOAL_GROWTH = 0.1

/** Whether the controller keeps anything of a thousand turns in one session: its memory after the first hundred, and after all. */
export function soakController(): Promise<Row> {
  return withController(['--reply-tokens', '60'], { monitored: true }, async (setup) => {
    const { controller, botId } = setup
    const talk = await openSession(controller.url, controller.secret, botId)
    for (let turn = 0; turn < WARM_UP_TURNS; turn++) await ask(talk)
    const before = await controller.memory()
    for (let turn = WARM_UP_TURNS; turn < TURNS; turn++) await ask(talk)
    const after = await controller.memory()
    talk.client.close()
    const growth = after.resident / before.resident - 1
    return {
      name: 'soak: 1,000 turns through one controller',
      measured: `${percent(growth)} resident (${megabytes(after.resident)}), ${percent(after.heap / before.heap - 1)} heap (${megabytes(after.heap)})`,
      reference: `after the first 100: ${megabytes(before.resident)} resident, ${megabytes(before.heap)} heap`,
      ratio: after.resident / before.resident,
      goal: `growth ≤ ${percent(GOAL_GROWTH)}`,
      met: growth <= GOAL_GROWTH && after.heap / before.heap - 1 <= GOAL_GROWTH,
    }
  })
}

function percent(share: number): string {
  return `${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)} %`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
