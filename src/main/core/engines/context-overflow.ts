import { AppError } from '@shared/contract/app-error'

/** What the engine said of a prompt that it refused as too long; null where it did not say. In its own tokens. */
export interface OverflowCount {
  readonly promptTokens: number | null
  readonly limit: number | null
}

/** A prompt was longer than the model's context, and nothing was made of it. It may be asked again with less. */
export class ContextOverflow extends AppError {
  readonly count: OverflowCount

  constructor(count: OverflowCount, options?: ErrorOptions) {
    super('context_overflow', OVERFLOWED, options)
    this.count = count
  }
}

const OVERFLOWED =
  'This is more than the bot can remember at once. Shorten the message or the instructions, take off pins, or raise what the bot remembers in its settings.'
