import type { BotOptions } from '@shared/model/bot-options'
import { formatOf, problemOfFormat, textOfFormat } from '../../ui/reply-format'
import {
  RANGES,
  problemOfKeepAlive,
  problemOfNumber,
  problemOfStops,
  secondsOf,
  stopsOf,
  textOfSeconds,
  textOfStops,
} from './option-values'
import type { NumberOption } from './option-values'
import { textOfTools, toolsOf } from './tool-grants'

/** What stands in the fields of a bot's options, as it was typed; empty is as the model itself declares. */
export type OptionsForm = Readonly<Record<keyof BotOptions, string>>
export type OptionField = keyof OptionsForm

const NUMBER_OPTIONS = Object.keys(RANGES) as NumberOption[]

const THINK_SETTINGS = ['off', 'on', 'low', 'medium', 'high'] as const

/** Those of the section Options, in its order. */
export const SECTION_FIELDS = [
  'topP',
  'topK',
  'minP',
  'repeatPenalty',
  'presencePenalty',
  'frequencyPenalty',
  'seed',
  'stop',
  'contextLength',
  'keepAliveS',
] as const satisfies readonly OptionField[]

/** In the order of the dialog. */
export const OPTION_FIELDS = [
  ...SECTION_FIELDS,
  'think',
  'format',
  'tools',
  'storedAnswers',
] as const satisfies readonly OptionField[]

export const NO_OPTIONS = optionsFormOf({})

export function optionsFormOf(options: BotOptions): OptionsForm {
  const text = (option: NumberOption) => String(options[option] ?? '')
  return {
    topP: text('topP'),
    topK: text('topK'),
    minP: text('minP'),
    repeatPenalty: text('repeatPenalty'),
    presencePenalty: text('presencePenalty'),
    frequencyPenalty: text('frequencyPenalty'),
    seed: text('seed'),
    stop: textOfStops(options.stop ?? []),
    contextLength: text('contextLength'),
    keepAliveS: options.keepAliveS === undefined ? '' : textOfSeconds(options.keepAliveS),
    think: options.think ?? '',
    format: textOfFormat(options.format),
    tools: textOfTools(options.tools ?? []),
    storedAnswers: options.storedAnswers === true ? 'on' : '',
  }
}

/** What keeps the options from being saved, by field; null where nothing does. */
export function problemsOfOptions(form: OptionsForm): Readonly<Record<OptionField, string | null>> {
  const ofNumber = (option: NumberOption) => problemOfNumber(option, form[option])
  return {
    topP: ofNumber('topP'),
    topK: ofNumber('topK'),
    minP: ofNumber('minP'),
    repeatPenalty: ofNumber('repeatPenalty'),
    presencePenalty: ofNumber('presencePenalty'),
    frequencyPenalty: ofNumber('frequencyPenalty'),
    seed: ofNumber('seed'),
    stop: problemOfStops(form.stop),
    contextLength: ofNumber('contextLength'),
    keepAliveS: problemOfKeepAlive(form.keepAliveS),
    think: null,
    format: problemOfFormat(form.format),
    tools: null,
    storedAnswers: null,
  }
}

/** What the form says; fields that are empty or wrong are left out. */
export function optionsOf(form: OptionsForm): BotOptions {
  const problems = problemsOfOptions(form)
  const numbers = NUMBER_OPTIONS.filter(
    (option) => form[option].trim() !== '' && problems[option] === null,
  ).map((option) => [option, Number(form[option])])
  const stop = problems.stop === null ? stopsOf(form.stop) : []
  const keepAliveS = secondsOf(form.keepAliveS)
  const think = THINK_SETTINGS.find((setting) => setting === form.think)
  const format = formatOf(form.format)
  const tools = toolsOf(form.tools)
  return {
    ...(Object.fromEntries(numbers) as Pick<BotOptions, NumberOption>),
    ...(stop.length > 0 && { stop }),
    ...(keepAliveS !== null && { keepAliveS }),
    ...(think !== undefined && { think }),
    ...(format !== undefined && { format }),
    ...(tools.length > 0 && { tools: [...tools] }),
    ...(form.storedAnswers === 'on' && { storedAnswers: true }),
  }
}
