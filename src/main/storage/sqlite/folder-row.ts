import type { Folder } from '@shared/model/folder'
import { toText } from './exact-text.ts'

export interface FolderRow {
  readonly id: string
  readonly name: string
  readonly name_exact: Buffer | null
  readonly version: number
  readonly created_at: number
}

export const FOLDER_COLUMNS = 'id, name, name_exact, version, created_at'

export function toFolder({ id, name, name_exact, version, created_at }: FolderRow): Folder {
  return { id, name: toText(name, name_exact), version, createdAt: created_at }
}
