import { createWsApi } from '@renderer/api/ws-api'
import { NEW_SESSION_DATA } from '@renderer/features/chat/state/chat-data'
import { createAppStore } from '@renderer/store/app-store'
import { connectEvents } from '@renderer/store/connect-events'
import type { AppState } from '@renderer/store/app-store'
import type { ApiClient } from '@shared/contract/client'
import type { BotId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { LIMITS } from '@shared/model/limits'

/** All of the UI but what is drawn: its socket, its store, its outbox, its watcher and its folds. */
export class TorturePage {
  /** What was said here, in the order it was said. */
  readonly said: string[] = []
  /** What was asked to be taken back; whether it was in time is not always told. */
  readonly withdrawn = new Set<string>()
  connections = 0
  retries = 0
  readonly #sessionId: SessionId
  readonly #botId: BotId
  readonly #api: ApiClient
  readonly #store: ReturnType<typeof createAppStore>
  readonly #stop: () => void

  constructor(botId: BotId, sessionId: SessionId, through: string) {
    this.#botId = botId
    this.#sessionId = sessionId
    this.#api = createWsApi({
      url: `${through.replace('http', 'ws')}/ws`,
      onWake: () => undefined,
      firstRetryMs: 5,
      longestRetryMs: 50,
      probeMs: 2_000,
      answerMs: 2_000,
    })
    this.#store = createAppStore(this.#api)
    this.#stop = connectEvents(this.#store, this.#api)
    this.#api.onConnection(({ status }) => {
      if (status === 'online') this.connections += 1
    })
    this.#store.getState().navigate({ page: 'conversation', botId, sessionId })
  }

  /** What stands on the page, oldest first. */
  get messages(): readonly (Message | undefined)[] {
    const { chat } = this.#store.getState()
    return this.#conversation.messageIds.map((id) => chat.messages[id])
  }

  /** What is not settled: nothing of it once all is told. */
  get open() {
    const { live, queue, pending, gap } = this.#conversation
    return { live, queue, pending, gap }
  }

  /** Says something as a person does: where it is refused for want of room, they press "Try again" once there is some. */
  async say(text: string): Promise<void> {
    this.said.push(text)
    const actions = this.#store.getState()
    await actions.sendMessage(this.#sessionId, text)
    for (;;) {
      await this.#until(() => this.#pending(text)?.state !== 'waiting')
      await this.#until(() => this.#pending(text)?.state !== 'sending')
      const pending = this.#pending(text)
      if (pending === undefined || pending.state === 'sent') return
      if (pending.state !== 'failed') continue
      await this.#until(
        (state) =>
          state.connection.status === 'online' &&
          this.#conversation.queue.length < LIMITS.maxQueued.value,
      )
      await actions.resend(this.#sessionId, pending.clientMessageId)
    }
  }

  /** Stops the reply; resolves once none is being made, whether it was stopped or came to its end. */
  async stop(): Promise<void> {
    await this.#until(() => this.#conversation.live?.text !== '')
    void this.#store.getState().stopTurn(this.#sessionId)
    const turnId = this.#conversation.live?.id
    await this.#until(() => this.#conversation.live?.id !== turnId || turnId === undefined)
  }

  /** Resolves once nothing waits: what is said last is being answered, or was. */
  async isHeard(): Promise<void> {
    await this.#until(() => this.#conversation.queue.length === 0)
  }

  /** Takes back what it said last of what waits. */
  async withdraw(): Promise<void> {
    const turn = this.#conversation.queue.findLast(({ text }) => this.said.includes(text))
    if (turn === undefined) return
    this.withdrawn.add(turn.text)
    await this.#store.getState().withdraw(this.#sessionId, turn.id)
  }

  /** Asks again for a reply that was stopped, where it is the newest thing said. */
  async retry(): Promise<void> {
    const last = this.messages.at(-1)
    const answered = this.messages.at(-2)
    const isFree = this.#conversation.live === null && this.#conversation.queue.length === 0
    if (!isFree || last?.status !== 'stopped' || answered?.seq !== last.parentSeq) return
    this.retries += 1
    await this.#store.getState().retry(this.#botId, this.#sessionId, answered.id)
  }

  /** Resolves once it is connected and was answered: an answer comes after the events before it. */
  async settled(): Promise<void> {
    await this.#until(({ connection }) => connection.status === 'online')
    await this.#api.call('sessions.get', { sessionId: this.#sessionId })
  }

  /** Lets go of everything; the socket ends with the controller. */
  close(): void {
    this.#stop()
  }

  get #conversation() {
    const { chat } = this.#store.getState()
    return chat.conversations[this.#sessionId] ?? NEW_SESSION_DATA
  }

  #pending(text: string) {
    return this.#conversation.pending.find((one) => one.text === text)
  }

  #until(isSo: (state: AppState) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!isSo(this.#store.getState())) return
        unsubscribe()
        resolve()
      }
      const unsubscribe = this.#store.subscribe(look)
      look()
    })
  }
}
