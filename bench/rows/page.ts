import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { BIG_BOT, idOf } from '../big-file/conversations.ts'
import { openBrowser, openSignedIn } from '../browser.ts'
import { BEGIN, END, openingOf } from '../page-probe.ts'
import type { Counted } from '../page-probe.ts'
import { withController } from '../setup.ts'
import { nextClientMessageId } from '../socket-client.ts'
import type { SocketClient } from '../socket-client.ts'
import { median, percentile } from '../statistics.ts'
import type { Row } from '../table.ts'

const MESSAGES = 5_000
const OPENINGS = 7
const STREAM = ['--tokens-per-second', '100', '--reply-tokens', '800']
const WATCH_MS = 6_000
const TYPED = 'this is typed while a reply streams in, key by key, as somebody would'
const KEY_DELAY_MS = 60
/** What a key took at most that the browser does not tell of. */
const UNTOLD_MS = 16
const GOAL = { openMs: 300, longTaskMs: 50, framesPerSecond: 55, keyMs: 100, rows: 300 }

/** A conversation of 5,000 messages in Chromium, drawn by the processor: opened, streamed into, typed beside. */
export async function longConversation(): Promise<readonly Row[] | null> {
  const browser = await openBrowser()
  if (!browser) return null
  const dataDirectory = mkdtempSync(join(tmpdir(), 'port8000-bench-page-'))
  const builder = fileURLToPath(new URL('../big-file/build.ts', import.meta.url))
  execFileSync(process.execPath, [builder, dataDirectory, String(MESSAGES)])
  try {
    const blank = await measureBlank(await browser.newPage())
    return await withController(STREAM, { dataDirectory }, async ({ owner, botId }) => {
      await owner.call('bots.launch', { botId: BIG_BOT })
      const empty = (await owner.call('sessions.create', { botId })) as { session: { id: string } }
      await ask(owner, empty.session.id)
      const page = await openSignedIn(browser, owner)
      const openings: number[] = []
      for (let opening = 0; opening < OPENINGS; opening++) {
        await page.evaluate(openingOf(`#/${botId}/${empty.session.id}`))
        await pause(300)
        openings.push(await page.evaluate<number>(openingOf(`#/${BIG_BOT}/${idOf('session', 1)}`)))
        await pause(300)
      }
      await ask(owner, idOf('session', 1))
      const streamed = await watch(page, false)
      await ask(owner, idOf('session', 1))
      const typed = await watch(page, true)
      if (streamed.grownBy < 1 || typed.grownBy < 1) throw new Error('Nothing streamed in.')
      return toRows(openings, streamed, typed, blank)
    })
  } finally {
    await browser.close()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

function ask(owner: SocketClient, sessionId: string): Promise<unknown> {
  const clientMessageId = nextClientMessageId()
  return owner.call('messages.send', { sessionId, clientMessageId, text: 'Go on' })
}

async function watch(page: Page, typing: boolean): Promise<Counted> {
  const composer = page.getByRole('textbox').last()
  await composer.click()
  await pause(500)
  await page.evaluate(BEGIN)
  if (typing) await composer.pressSequentially(TYPED, { delay: KEY_DELAY_MS })
  else await pause(WATCH_MS)
  return page.evaluate<Counted>(END)
}

/** An empty page in the same browser, with a text field: how many frames it makes, and how long its keys take. */
async function measureBlank(page: Page): Promise<Counted> {
  await page.setContent('<textarea></textarea>')
  const counted = await watch(page, true)
  await page.close()
  return counted
}

function toRows(
  openings: readonly number[],
  streamed: Counted,
  typed: Counted,
  blank: Counted,
): readonly Row[] {
  const open = median(openings)
  const longest = Math.max(0, ...streamed.longTasks)
  const [keys, blankKeys] = [keyMs(typed), keyMs(blank)]
  return [
    {
      name: 'page: open a session of 5,000 messages',
      measured: `${open.toFixed(0)} ms to content, median of ${OPENINGS} (${Math.max(...openings).toFixed(0)} at most)`,
      reference: '–',
      ratio: null,
      goal: `≤ ${GOAL.openMs} ms`,
      met: open <= GOAL.openMs,
    },
    {
      name: 'page: stream 100 tokens/s at its end',
      measured: `${streamed.framesPerSecond.toFixed(1)} frames/s, ${streamed.longTasks.length} tasks over 50 ms (${longest.toFixed(0)} ms at most), ${streamed.rows} message nodes`,
      reference: `empty page ${blank.framesPerSecond.toFixed(1)} frames/s, ${blank.longTasks.length} tasks over 50 ms`,
      ratio: streamed.framesPerSecond / blank.framesPerSecond,
      goal: `≥ ${GOAL.framesPerSecond} frames/s, no task over 50 ms, ≤ ${GOAL.rows} message nodes`,
      met:
        streamed.framesPerSecond >= GOAL.framesPerSecond &&
        longest <= GOAL.longTaskMs &&
        streamed.rows <= GOAL.rows,
    },
    {
      name: 'page: type meanwhile',
      measured: `input to paint ${keys.toFixed(0)} ms p95 (${TYPED.length} keys)`,
      reference: `empty page ${blankKeys.toFixed(0)} ms p95`,
      ratio: keys / blankKeys,
      goal: `p95 ≤ ${GOAL.keyMs} ms`,
      met: keys <= GOAL.keyMs,
    },
  ]
}

function keyMs({ slowKeys }: Counted): number {
  const untold = Array.from(
    { length: Math.max(0, TYPED.length - slowKeys.length) },
    () => UNTOLD_MS,
  )
  return percentile([...slowKeys, ...untold], 0.95)
}
