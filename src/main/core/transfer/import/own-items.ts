import type { z } from 'zod'
import { FORMAT_NAME, FORMAT_VERSION } from '../formats/format-version.ts'
import type { ImportItem } from './import-items.ts'
import { ImportProblem } from './import-problem.ts'
import { ownPicture } from './own-picture.ts'
import {
  exportedBotSchema,
  exportedFolderSchema,
  exportedMessageSchema,
  exportedPictureSchema,
  exportedSessionSchema,
  headerSchema,
} from './own-schemas.ts'

type Place = () => string
interface ObjectSchema<T> {
  readonly shape: object
  safeParse(value: unknown): z.ZodSafeParseResult<T>
}

/** Throws where the file is not ours, or of a version that this one would lose something of. */
export function requireHeader(value: unknown, place: Place): void {
  const { format, version } = parsed(headerSchema, value, 'header', place)
  if (format !== FORMAT_NAME) throw new ImportProblem('This is not an export of Port 8000', place())
  if (version > FORMAT_VERSION) {
    throw new ImportProblem(
      'This file was written by a newer version of Port 8000. Update this one first',
      place(),
    )
  }
}

/** What one object of our own formats stands for; members that nobody knows are told as not kept. */
export function* ownItem(
  kind: 'bot' | 'folder' | 'session' | 'message' | 'picture',
  value: unknown,
  place: Place,
): Generator<ImportItem> {
  switch (kind) {
    case 'bot':
      yield { kind, bot: parsed(exportedBotSchema, value, kind, place) }
      yield* unknownMembers(exportedBotSchema, value, kind, [])
      return
    case 'folder':
      yield { kind, folder: parsed(exportedFolderSchema, value, kind, place) }
      yield* unknownMembers(exportedFolderSchema, value, kind, [])
      return
    case 'session':
      yield { kind, session: parsed(exportedSessionSchema, value, kind, place) }
      yield* unknownMembers(exportedSessionSchema, value, kind, [])
      return
    case 'message':
      yield { kind, message: parsed(exportedMessageSchema, value, kind, place) }
      yield* unknownMembers(exportedMessageSchema, value, kind, ['sessionId'])
      return
    case 'picture': {
      const picture = ownPicture(parsed(exportedPictureSchema, value, kind, place))
      // One that is damaged is as one that is not there: its message comes without it.
      if (picture !== null) yield { kind, ...picture }
    }
  }
}

export function parsed<T>(schema: ObjectSchema<T>, value: unknown, kind: string, place: Place): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const member = issue?.path.map(String).join('.') ?? ''
  throw new ImportProblem(
    `This ${kind} is not as it should be${member === '' ? '' : `: "${member}"`} (${issue?.message ?? 'invalid'})`,
    place(),
  )
}

function* unknownMembers(
  { shape }: ObjectSchema<unknown>,
  value: unknown,
  kind: string,
  known: readonly string[],
): Generator<ImportItem> {
  if (typeof value !== 'object' || value === null) return
  for (const name in value) {
    if (Object.hasOwn(shape, name) || name === 'type' || known.includes(name)) continue
    yield { kind: 'notKept', what: `“${name.slice(0, 40)}” of a ${kind}`, count: 1 }
  }
}
