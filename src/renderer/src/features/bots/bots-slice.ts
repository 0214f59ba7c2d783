import type { StateCreator } from 'zustand/vanilla'
import { AppError } from '@shared/contract/app-error'
import type { ApiClient } from '@shared/contract/client'
import type { CommandRequest } from '@shared/contract/commands'
import type { Bot } from '@shared/model/bot'
import type { BotId } from '@shared/model/ids'
import type { Instance } from '@shared/model/instance'
import type { AppState } from '../../store/use-app'

export interface BotsSlice {
  readonly bots: Readonly<Record<BotId, Bot>>
  /** In the order they were made. */
  readonly botIds: readonly BotId[]
  readonly instances: Readonly<Record<BotId, Instance>>
  /** Creates a bot and shows it. Rejects with `AppError`. */
  readonly createBot: (input: CommandRequest<'bots.create'>) => Promise<Bot>
  /** Rejects with `AppError`; `conflict` where somebody else changed the bot meanwhile. */
  readonly updateBot: (input: CommandRequest<'bots.update'>) => Promise<Bot>
  readonly deleteBot: (botId: BotId) => Promise<void>
  /** Launches a bot; a failure stands in its instance, a refusal is said in a toast. */
  readonly launchBot: (botId: BotId) => Promise<void>
  readonly stopBot: (botId: BotId) => Promise<void>
}

export const createBotsSlice =
  (api: ApiClient): StateCreator<AppState, [], [], BotsSlice> =>
  (set, get) => {
    const keepBot = (bot: Bot) => {
      set((state) => ({
        bots: { ...state.bots, [bot.id]: bot },
        botIds: state.botIds.includes(bot.id) ? state.botIds : [...state.botIds, bot.id],
      }))
      return bot
    }
    const keepInstance = (instance: Instance) =>
      set((state) => ({ instances: { ...state.instances, [instance.botId]: instance } }))
    const nameOf = (botId: BotId) => get().bots[botId]?.name ?? botId

    const restoreBot = async (botId: BotId) => {
      try {
        const { bot } = await api.call('bots.restore', { botId })
        keepBot(bot)
        get().selectBot(botId)
      } catch (error) {
        get().toastError(error)
      }
    }

    return {
      bots: {},
      botIds: [],
      instances: {},
      createBot: async (input) => {
        const { bot } = await api.call('bots.create', input)
        keepBot(bot)
        get().selectBot(bot.id)
        return bot
      },
      updateBot: async (input) => {
        const { bot } = await api.call('bots.update', input)
        return keepBot(bot)
      },
      deleteBot: async (botId) => {
        const name = nameOf(botId)
        try {
          await api.call('bots.delete', { botId })
          get().toast({
            text: `${name} was deleted.`,
            action: { label: 'Undo', run: () => void restoreBot(botId) },
          })
        } catch (error) {
          get().toastError(error)
        }
      },
      launchBot: async (botId) => {
        try {
          const { instance } = await api.call('bots.launch', { botId })
          keepInstance(instance)
        } catch (error) {
          const isShownByBot = get().instances[botId]?.state === 'failed'
          if (!isShownByBot || !(error instanceof AppError)) get().toastError(error)
        }
      },
      stopBot: async (botId) => {
        try {
          const { instance } = await api.call('bots.stop', { botId })
          keepInstance(instance)
        } catch (error) {
          get().toastError(error)
        }
      },
    }
  }
