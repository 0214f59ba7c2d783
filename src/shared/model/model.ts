import { z } from 'zod'
import { engineNameSchema } from './engine.ts'
import { botIdSchema, timestampSchema } from './ids.ts'
import { upstreamNameSchema } from './upstream-name.ts'
import { MAX_MODEL_NAME_LENGTH, isModelName } from './model-name.ts'
import { wireErrorSchema } from '../contract/errors.ts'

/** A name that Ollama would take; what it would refuse or misread never reaches it. */
export const modelNameSchema = z
  .string()
  .trim()
  .min(1, 'needs the name of a model')
  .max(MAX_MODEL_NAME_LENGTH)
  .refine(
    isModelName,
    'takes the name of a model, like llama3.2 or qwen2.5-coder:7b: letters, digits, ".", "_" and "-", with ":" before its tag',
  )

/** A model that an engine has installed. `size` is bytes on disk. What an engine does not tell is null. */
export const modelSchema = z.object({
  engine: engineNameSchema,
  name: z.string(),
  size: z.int().nonnegative(),
  family: z.string().nullable(),
  parameterSize: z.string().nullable(),
  quantization: z.string().nullable(),
  /** As Ollama names them: `completion`, `tools`, `thinking`, `vision`, `embedding`, … */
  capabilities: z.array(z.string()).nullable(),
  /** The longest context it was trained for, in tokens. */
  contextLength: z.int().nullable(),
  modifiedAt: timestampSchema.nullable(),
  /** True where it runs on servers of somebody else: what is said to it leaves this machine. */
  cloud: z.boolean(),
  /** The servers that have it, where there are several. */
  upstreams: z.array(upstreamNameSchema).optional(),
})
export type Model = z.infer<typeof modelSchema>

/** A model with the bots that are set to use it. */
export const listedModelSchema = modelSchema.extend({ usedBy: z.array(botIdSchema) })
export type ListedModel = z.infer<typeof listedModelSchema>

/** What a model says of itself, in full. */
export const modelDetailsSchema = modelSchema.extend({
  format: z.string().nullable(),
  license: z.string().nullable(),
  template: z.string().nullable(),
  system: z.string().nullable(),
  /** The options it declares, as written in its Modelfile: name and value. */
  parameters: z.array(z.object({ name: z.string(), value: z.string() })),
  usedBy: z.array(botIdSchema),
})
export type ModelDetails = z.infer<typeof modelDetailsSchema>

/** A model in an engine's memory. Sizes are bytes. */
export const loadedModelSchema = z.object({
  name: z.string(),
  size: z.int().nonnegative(),
  /** How much of `size` is in the memory of a graphics card. */
  sizeOnGpu: z.int().nonnegative(),
  /** The context it was loaded with, in tokens. */
  contextLength: z.int().nullable(),
  /** When the engine frees it, where nobody uses it before; null: never by itself. */
  expiresAt: timestampSchema.nullable(),
  /** The server it is on, where there are several. */
  upstream: upstreamNameSchema.optional(),
  usedBy: z.array(botIdSchema),
})
export type LoadedModel = z.infer<typeof loadedModelSchema>

/** A load that was asked for by `models.load` and goes on. */
export const loadingModelSchema = z.object({
  name: z.string(),
  since: timestampSchema,
  /** The server that was named, where there are several. */
  upstream: upstreamNameSchema.optional(),
})
export type LoadingModel = z.infer<typeof loadingModelSchema>

export const memorySchema = z.object({
  models: z.array(loadedModelSchema),
  loading: z.array(loadingModelSchema),
  /** The main memory of the machine, in bytes; null where the engine is on another one. */
  total: z.int().nullable(),
})
export type EngineMemory = z.infer<typeof memorySchema>

/** One file of a model, as the registry names it. Bytes. */
export const pullLayerSchema = z.object({
  digest: z.string(),
  total: z.int().nonnegative(),
  completed: z.int().nonnegative(),
})
export type PullLayer = z.infer<typeof pullLayerSchema>

/** `manifest`: what the model is made of is being asked; `checking`: all is here, and is being verified and stored. */
export const pullPhaseSchema = z.enum(['manifest', 'downloading', 'checking'])
export type PullPhase = z.infer<typeof pullPhaseSchema>

/**
 * A download of a model, one for everybody. No number in it ever gets smaller while the pull has the same name, whatever
 * order Ollama tells them in: `fraction` and each layer's `completed` only grow.
 */
export const pullSchema = z.object({
  name: z.string(),
  /** The server it comes to, where there are several. */
  upstream: upstreamNameSchema.optional(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  phase: pullPhaseSchema,
  /** 0 to 1. Below 1 until the model is there. Layers become known one by one, so it may stand still for a while. */
  fraction: z.number().min(0).max(1),
  /** Bytes that are there, and bytes in all as far as they are known. */
  completed: z.int().nonnegative(),
  total: z.int().nonnegative(),
  layers: z.array(pullLayerSchema),
  /** Over the last seconds; null while unknown. */
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** Since when nothing has come, where that is long; the pull goes on trying. */
  stalledSince: timestampSchema.nullable(),
  startedAt: timestampSchema,
  endedAt: timestampSchema.nullable(),
  error: wireErrorSchema.nullable(),
})
export type Pull = z.infer<typeof pullSchema>
