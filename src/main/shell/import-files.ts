import { AppError, toWireError } from '@shared/contract/app-error'
import { FIRST_PERSON } from '@shared/model/person'
import type { ImportService } from '@main/core/transfer/import-service'

const PATH = /^\/api\/v1\/imports\/([^/]+)\/file$/

/** Takes a file's bytes from the window, at the same address as the server. The window is the owner's. */
export function createImportFiles(imports: Pick<ImportService, 'receive'>) {
  return (request: Request): Promise<Response> | null => {
    const { pathname, searchParams } = new URL(request.url)
    const [, importId] = PATH.exec(pathname) ?? []
    if (importId === undefined || request.method !== 'PUT') return null
    return receive(imports, importId, Number(searchParams.get('offset') ?? 0), request.body)
  }
}

async function receive(
  imports: Pick<ImportService, 'receive'>,
  importId: string,
  offset: number,
  body: Request['body'],
): Promise<Response> {
  try {
    if (body === null) throw new AppError('invalid_input', 'There are no bytes.')
    return Response.json({ import: await imports.receive(importId, offset, body, FIRST_PERSON) })
  } catch (error) {
    return Response.json({ error: toWireError(error) }, { status: 400 })
  }
}
