import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { FIRST_PERSON } from '@shared/model/person'
import { AppError } from '@shared/contract/app-error'
import { contentDisposition } from '@main/core/transfer/content-disposition'
import type { ExportService } from '@main/core/transfer/export-service'

const PATH = /^\/api\/v1\/exports\/([^/]+)\/file$/

/** The same address as on the server, so that the page need not know where it runs. The window is the owner's. */
export function createExportFiles(exports: Pick<ExportService, 'fileOf'>) {
  return ({ pathname }: URL): Response | null => {
    const [, exportId] = PATH.exec(pathname) ?? []
    if (exportId === undefined) return null
    try {
      const { path, fileName, mediaType, bytes } = exports.fileOf(exportId, FIRST_PERSON)
      return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
        headers: {
          'content-type': mediaType,
          'content-length': String(bytes),
          'content-disposition': contentDisposition(fileName),
          'x-content-type-options': 'nosniff',
        },
      })
    } catch (error) {
      if (error instanceof AppError) return new Response(null, { status: 404 })
      throw error
    }
  }
}
