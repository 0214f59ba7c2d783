import { z } from 'zod'
import { engineNameSchema, engineStatusSchema } from '../../model/engine'
import { botIdSchema } from '../../model/ids'
import { loadPinSchema, loadPlanSchema } from '../../model/load-plan'
import {
  listedModelSchema,
  memorySchema,
  modelDetailsSchema,
  modelNameSchema,
  pullSchema,
} from '../../model/model'
import { upstreamIdSchema } from '../../model/upstream-name'
import { done, nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'

/** The server that is meant, where there are several; left out, the first. */
const upstreamId = upstreamIdSchema.optional()
const ofModel = z.strictObject({ name: modelNameSchema })
const ofModelThere = ofModel.extend({ upstreamId })

export const modelCommands = {
  'models.list': {
    summary: 'The models each engine has, and whether it can be reached.',
    access: 'viewer',
    input: z.strictObject({ engine: engineNameSchema.optional() }),
    output: z.object({ models: z.array(listedModelSchema), engines: z.array(engineStatusSchema) }),
  },
  'models.show': {
    summary: 'What a model of Ollama says of itself.',
    access: 'viewer',
    input: ofModel,
    output: z.object({ model: modelDetailsSchema }),
  },
  'models.loaded': {
    summary: 'The models in Ollama’s memory, and those being loaded.',
    access: 'viewer',
    input: nothing,
    output: memorySchema,
  },
  'models.pull': {
    summary:
      'Have Ollama download a model. One that is being pulled already is joined; one that was cancelled or failed goes on.',
    access: 'owner',
    input: ofModelThere,
    output: z.object({ pull: pullSchema, joined: z.boolean() }),
  },
  'models.cancelPull': {
    summary: 'Stop a pull, keeping what has come; one that ended is taken off the list.',
    access: 'owner',
    input: ofModelThere,
    output: done,
  },
  'models.pulls': {
    summary: 'The pulls under way, and those that ended without their model.',
    access: 'viewer',
    input: nothing,
    output: z.object({ pulls: z.array(pullSchema) }),
  },
  'models.load': {
    summary: 'Bring a model into memory; answers when it is there.',
    access: 'owner',
    input: ofModelThere,
    output: done,
  },
  'models.unload': {
    summary: 'Free a model’s memory, or give up loading it.',
    access: 'owner',
    input: ofModelThere,
    output: done,
  },
  'models.loadPlans': {
    summary:
      'What each model that a bot uses is loaded with: one context for all its bots, whose wish that is, what is pinned, and how often it was reloaded.',
    access: 'viewer',
    input: z.strictObject({ name: modelNameSchema.optional() }),
    output: z.object({ plans: z.array(loadPlanSchema) }),
  },
  'models.pinLoad': {
    summary:
      'Hold fast what a model is loaded with, whatever its bots want; null lets go. Its next use loads it so.',
    access: 'owner',
    input: ofModel.extend(loadPinSchema.partial().shape),
    output: z.object({ plan: loadPlanSchema }),
  },
  'models.delete': {
    summary:
      'Delete a model for good. `usedBy` names every bot that uses it, so that nobody deletes what others need unawares; those that are launched are stopped.',
    access: 'owner',
    input: z.strictObject({
      name: modelNameSchema,
      upstreamId,
      usedBy: z.array(botIdSchema).max(10_000).default([]),
    }),
    output: done,
  },
} as const satisfies Record<string, CommandDefinition>
