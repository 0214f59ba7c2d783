import { describe, expect, it } from 'vitest'
import type { SessionEvent } from '@shared/contract/events'
import { NO_CHAT_DATA } from '@renderer/features/chat/state/chat-data'
import type { ChatData } from '@renderer/features/chat/state/chat-data'
import { withSessionEvent } from '@renderer/features/chat/state/fold-session-event'
import { withSessionView } from '@renderer/features/chat/state/fold-session-view'
import { buildLive, buildMessage, buildView, SESSION_ID, turnIdOf } from '../support/chat-builders'

const thought = (offset: number, text: string, durationMs: number | null = null): SessionEvent => ({
  ...({ event: 'turn.thought', sessionId: SESSION_ID, turnId: turnIdOf(1) } as const),
  ...{ offset, text, startedAt: 5, durationMs },
})
const said = (offset: number, text: string): SessionEvent => ({
  ...({ event: 'turn.extended', sessionId: SESSION_ID, turnId: turnIdOf(1) } as const),
  ...{ offset, text },
})
const begun = withSessionView(
  NO_CHAT_DATA,
  buildView({ messages: [buildMessage(1)], live: buildLive(1) }),
)
const fold = (events: readonly SessionEvent[], from: ChatData = begun) =>
  events.reduce(withSessionEvent, from)
const sessionOf = (data: ChatData) => data.conversations[SESSION_ID]
const liveOf = (data: ChatData) => sessionOf(data)?.live

describe('what a model thinks, in the store', () => {
  it('grows apart from the text, and heals a repeat and an overlap', () => {
    const data = fold([thought(0, 'Let me '), thought(0, 'Let me '), thought(4, 'me see')])
    expect(liveOf(data)).toMatchObject({
      phase: 'answering',
      text: '',
      thinking: { text: 'Let me see', startedAt: 5, durationMs: null },
    })
  })

  it('is over once its end was told, whatever is told again', () => {
    const data = fold([thought(0, 'Hm'), thought(2, '', 900), said(0, 'Yes'), thought(0, 'Hm')])
    expect(liveOf(data)).toMatchObject({ text: 'Yes', thinking: { text: 'Hm', durationMs: 900 } })
  })

  it('shows a gap, so that the conversation is watched again', () => {
    expect(sessionOf(fold([thought(9, 'lost')]))?.gap).toBe('missed')
  })

  it('never grows shorter where a view that was read earlier comes late', () => {
    const data = fold([thought(0, 'a long thought')])
    const late = buildLive(1, { thinking: { text: 'a long', startedAt: 5, durationMs: null } })
    const view = buildView({ messages: [], live: late, reset: false })
    expect(liveOf(withSessionView(data, view))?.thinking?.text).toBe('a long thought')
  })

  it('is there at once for whoever joins in the middle', () => {
    const live = buildLive(1, { thinking: { text: 'so far', startedAt: 5, durationMs: null } })
    const joined = withSessionView(NO_CHAT_DATA, buildView({ messages: [buildMessage(1)], live }))
    expect(liveOf(fold([thought(6, ' so good')], joined))?.thinking?.text).toBe('so far so good')
  })
})
