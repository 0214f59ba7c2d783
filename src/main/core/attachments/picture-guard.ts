import { AppError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'
import type { MessageDetails } from '@shared/model/message-details'
import type { Reader } from '../access/standing'
import type { ModelFactsService } from '../models/model-facts'
import type { AttachmentService } from './attachment-service'

export interface PictureGuardDeps {
  readonly attachments: Pick<AttachmentService, 'claim'>
  readonly facts: Pick<ModelFactsService, 'factsOf'>
}

/** What a message has besides its text, before it is stored. */
export interface AttachedPictures {
  readonly details: MessageDetails | undefined
  /** Why its bot may not be sent it; null where it may. */
  readonly refusal: AppError | null
  /** What the first picture is called; empty where there is none. */
  readonly name: string
}

const NOTHING: AttachedPictures = { details: undefined, refusal: null, name: '' }

/** Lets pictures only to models that can see. */
export class PictureGuard {
  readonly #deps: PictureGuardDeps

  constructor(deps: PictureGuardDeps) {
    this.#deps = deps
  }

  /** What a message to this bot has, by the hashes it named. Nothing is asked where it names none. */
  async attach(
    bot: Bot,
    sender: Reader,
    hashes: readonly string[] = [],
  ): Promise<AttachedPictures> {
    if (hashes.length === 0) return NOTHING
    const refusal = await this.whyNot(bot)
    try {
      const attachments = await this.#deps.attachments.claim(hashes, sender)
      return { details: { attachments }, refusal, name: attachments[0]?.name ?? '' }
    } catch (error) {
      if (error instanceof AppError) return { ...NOTHING, refusal: error }
      throw error
    }
  }

  /** Why this bot cannot be shown pictures; null where it can, or where nobody knows: then its engine says so. */
  async whyNot({ name, model }: Pick<Bot, 'name' | 'model'>): Promise<AppError | null> {
    if (model === null)
      return new AppError('invalid_input', `${name} cannot see pictures. Remove them, then send.`)
    const facts = await this.#deps.facts.factsOf(model)
    if (!facts?.capabilities || facts.capabilities.includes('vision')) return null
    return new AppError(
      'invalid_input',
      `The model "${model}" cannot see pictures. Remove them, or choose a model with "vision" for ${name}.`,
    )
  }
}
