import { openBrowser, openSignedIn } from '../browser.ts'
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

/** The same of a page that shows the conversation: its script memory, garbage collected. */
export async function soakPage(): Promise<Row | null> {
  const browser = await openBrowser()
  if (!browser) return null
  const row = await withController(
    ['--reply-tokens', '60'],
    {},
    async ({ controller, owner, botId }) => {
      const talk = await openSession(controller.url, controller.secret, botId)
      const page = await openSignedIn(browser, owner)
      await page.goto(`${controller.url}/#/${botId}/${talk.sessionId}`)
      const tools = await page.context().newCDPSession(page)
      const heap = async (): Promise<number> => {
        await tools.send('HeapProfiler.collectGarbage')
        return page.evaluate<number>('performance.memory.usedJSHeapSize')
      }
      for (let turn = 0; turn < WARM_UP_TURNS; turn++) await ask(talk)
      const before = await heap()
      for (let turn = WARM_UP_TURNS; turn < TURNS; turn++) await ask(talk)
      const after = await heap()
      talk.client.close()
      const growth = after / before - 1
      return {
        name: 'soak: 1,000 turns shown in one page',
        measured: `${percent(growth)} script memory (${megabytes(after)})`,
        reference: `after the first 100: ${megabytes(before)}`,
        ratio: after / before,
        goal: `growth ≤ ${percent(GOAL_GROWTH)}`,
        met: growth <= GOAL_GROWTH,
      }
    },
  )
  await browser.close()
  return row
}

function percent(share: number): string {
  return `${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)} %`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
