import type { Bot, BotFields } from '@shared/model/bot'
import type { BotId } from '@shared/model/ids'
import { NO_OPTIONS, optionsFormOf, optionsOf, problemsOfOptions } from './options-form'
import type { OptionField, OptionsForm } from './options-form'

/** What stands in the dialog's fields, as it was typed. */
export interface BotForm {
  readonly id: string
  readonly name: string
  readonly color: Bot['color']
  readonly emoji: string
  readonly engine: Bot['engine']
  readonly model: string
  readonly instructions: string
  readonly temperature: string
  readonly maxTokens: string
  readonly options: OptionsForm
}

/** Every field, those of the options by their own names. */
export type BotFormField = Exclude<keyof BotForm, 'options'> | OptionField

/** What was typed; of the options only what was touched. */
export type BotFormChanges = Partial<Omit<BotForm, 'options'>> & {
  readonly options?: Partial<OptionsForm>
}
export type BotFormProblems = Readonly<Partial<Record<BotFormField, string>>>

export interface NewBotDefaults {
  readonly model: string | null
  readonly temperature: number
  readonly maxTokens: number
}

/** As the product names them; the controller's settings replace them once they are read. */
export const PRODUCT_DEFAULTS: NewBotDefaults = { model: null, temperature: 0.7, maxTokens: 2048 }

export const MAX_INSTRUCTIONS_LENGTH = 16_000
const MAX_NAME_LENGTH = 80
const MAX_EMOJI_LENGTH = 16
const MAX_MODEL_LENGTH = 200
const MAX_TEMPERATURE = 2
const MAX_TOKENS = 131_072

export function newBotForm(defaults: NewBotDefaults): BotForm {
  return {
    id: '',
    name: '',
    color: 'teal',
    emoji: '',
    engine: 'ollama',
    model: defaults.model ?? '',
    instructions: '',
    temperature: String(defaults.temperature),
    maxTokens: String(defaults.maxTokens),
    options: NO_OPTIONS,
  }
}

export function formOfBot(bot: Bot): BotForm {
  const { id, name, color, emoji, engine, model, instructions, temperature, maxTokens } = bot
  return {
    id,
    name,
    color,
    emoji,
    engine,
    model: model ?? '',
    instructions,
    temperature: String(temperature),
    maxTokens: String(maxTokens),
    options: optionsFormOf(bot.options),
  }
}

function problemOfId(id: string, takenIds: readonly BotId[]): string | null {
  if (id === '') return 'Needs an id, like BOT-001.'
  if (!/^[A-Z0-9-]*$/.test(id)) return 'Takes capital letters, digits and “-” only.'
  if (id.length < 3) return 'Takes at least 3 characters.'
  if (id.length > 40) return 'Takes at most 40 characters.'
  return takenIds.includes(id) ? `${id} is taken by another bot. Choose another id.` : null
}

function problemOfName(name: string): string | null {
  if (name.trim() === '') return 'Needs a name.'
  return name.trim().length > MAX_NAME_LENGTH
    ? `Takes at most ${MAX_NAME_LENGTH} characters.`
    : null
}

function problemOfModel({ engine, model }: BotForm): string | null {
  if (engine === 'guide') return null
  if (model.trim() === '') return 'Choose a model.'
  return model.trim().length > MAX_MODEL_LENGTH
    ? `Takes at most ${MAX_MODEL_LENGTH} characters.`
    : null
}

function problemOfTemperature(text: string): string | null {
  const value = Number(text)
  const fits = text.trim() !== '' && value >= 0 && value <= MAX_TEMPERATURE
  return fits ? null : `Takes a number from 0 to ${MAX_TEMPERATURE}.`
}

function problemOfMaxTokens(text: string): string | null {
  const value = Number(text)
  const fits = Number.isInteger(value) && value >= 1 && value <= MAX_TOKENS
  return fits ? null : 'Takes a whole number from 1 to 131,072.'
}

/** `more` over what stands there: options that it does not name stay. */
export function withChanges<T extends BotForm | BotFormChanges>(
  form: T,
  { options, ...more }: BotFormChanges,
): T {
  return { ...form, ...more, ...(options && { options: { ...form.options, ...options } }) }
}

/** What stands in a field. */
export function valueAt(form: BotForm | BotFormChanges, field: BotFormField): string | undefined {
  return isOption(field) ? form.options?.[field] : form[field]
}

function isOption(field: BotFormField): field is OptionField {
  return Object.hasOwn(NO_OPTIONS, field)
}

/** What keeps the form from being saved, by field, in the order of the fields. `takenIds` are those of other bots. */
export function problemsOf(form: BotForm, takenIds: readonly BotId[]): BotFormProblems {
  const problems: Readonly<Record<string, string | null>> = {
    name: problemOfName(form.name),
    id: problemOfId(form.id, takenIds),
    emoji: form.emoji.length > MAX_EMOJI_LENGTH ? 'Takes one emoji.' : null,
    model: problemOfModel(form),
    instructions:
      form.instructions.length > MAX_INSTRUCTIONS_LENGTH
        ? `Takes at most 16,000 characters; these are ${form.instructions.length.toLocaleString('en')}.`
        : null,
    temperature: problemOfTemperature(form.temperature),
    maxTokens: problemOfMaxTokens(form.maxTokens),
    ...(form.engine === 'guide' ? {} : problemsOfOptions(form.options)),
  }
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== null))
}

/** What the form says about the bot. Only for a form without problems. */
export function fieldsOf(form: BotForm): BotFields {
  const { name, color, emoji, engine, model, instructions, temperature, maxTokens } = form
  return {
    name: name.trim(),
    color,
    emoji: emoji.trim(),
    engine,
    model: engine === 'guide' ? null : model.trim(),
    instructions,
    temperature: Number(temperature),
    maxTokens: Number(maxTokens),
    options: optionsOf(form.options),
  }
}
