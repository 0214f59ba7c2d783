import type { Bot } from '@shared/model/bot'
import type { Attachment } from '@shared/model/message-details'
import type { PromptMessage, ToldMessage } from '../engines/engine'
import type { AttachmentService } from './attachment-service'
import type { PictureGuard } from './picture-guard'

/** Puts pictures in what an engine is told: as pictures for a model that sees, as a line of text for any other. */
export class PicturesInPrompt {
  readonly #attachments: Pick<AttachmentService, 'base64Of' | 'isHere'>
  readonly #guard: Pick<PictureGuard, 'whyNot'>

  constructor(
    attachments: Pick<AttachmentService, 'base64Of' | 'isHere'>,
    guard: Pick<PictureGuard, 'whyNot'>,
  ) {
    this.#attachments = attachments
    this.#guard = guard
  }

  /**
   * The last message is the one to answer: where its pictures cannot be seen, this throws `invalid_input`, and `not_found`
   * where they are not here. Earlier ones get a line that says so.
   */
  async show(
    bot: Pick<Bot, 'name' | 'model'>,
    told: readonly ToldMessage[],
  ): Promise<readonly PromptMessage[]> {
    // Nearly always: nobody sent a picture.
    if (told.every(({ attachments }) => attachments === undefined)) return told
    const whyNot = await this.#guard.whyNot(bot)
    if (whyNot && told.at(-1)?.attachments) throw whyNot
    return Promise.all(
      told.map((message, index) => this.#one(message, whyNot === null, index === told.length - 1)),
    )
  }

  async #one(told: ToldMessage, sees: boolean, isLast: boolean): Promise<PromptMessage> {
    // The same object as ever: what was encoded of it is kept.
    if (!told.attachments) return told
    const { attachments, ...message } = told
    const areHere = await Promise.all(attachments.map((one) => this.#attachments.isHere(one)))
    const seen = attachments.filter((_, index) => sees && (isLast || areHere[index] === true))
    const unseen = attachments.filter((one) => !seen.includes(one))
    const content = [message.content, ...unseen.map(lineOf)].filter((part) => part !== '')
    const images = () => Promise.all(seen.map(({ hash }) => this.#attachments.base64Of(hash)))
    return { ...message, content: content.join('\n\n'), ...(seen.length > 0 && { images }) }
  }
}

function lineOf({ name }: Attachment): string {
  return `[A picture was here that cannot be shown now: ${name}]`
}
