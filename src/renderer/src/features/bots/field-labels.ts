import type { BotFormField } from './bot-form'

/** What the dialog calls its fields. */
export const FIELD_LABELS: Readonly<Record<BotFormField, string>> = {
  id: 'Id',
  name: 'Name',
  color: 'Colour',
  emoji: 'Emoji',
  engine: 'Engine',
  model: 'Model',
  instructions: 'Instructions',
  temperature: 'Temperature',
  maxTokens: 'Longest reply',
  topP: 'Top P',
  topK: 'Top K',
  minP: 'Min P',
  repeatPenalty: 'Repeat penalty',
  presencePenalty: 'Presence penalty',
  frequencyPenalty: 'Frequency penalty',
  seed: 'Seed',
  stop: 'Stop at',
  contextLength: 'Context',
  keepAliveS: 'Keep in memory',
  think: 'Thinking',
  format: 'Format of replies',
  tools: 'Tools',
  storedAnswers: 'Stored answers',
}
