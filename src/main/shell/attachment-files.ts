import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { AppError, toWireError } from '@shared/contract/app-error'
import { attachmentHeaders } from '@main/core/attachments/attachment-headers'
import type { Reader } from '@main/core/access/standing'
import { FIRST_PERSON } from '@shared/model/person'
import type { AttachmentService } from '@main/core/attachments/attachment-service'

const PATH = /^\/api\/v1\/attachments(?:\/([0-9a-f]{64}))?$/

type Attachments = Pick<AttachmentService, 'receive' | 'get' | 'pathOf'>

/** `reader`: with whose eyes the window sees. Takes pictures from the window and shows them to it, at the same addresses as the server. The window is the owner's. */
export function createAttachmentFiles(attachments: Attachments, reader: () => Reader) {
  return (request: Request): Promise<Response> | null => {
    const { pathname, searchParams } = new URL(request.url)
    const found = PATH.exec(pathname)
    if (!found) return null
    const [, hash] = found
    if (hash !== undefined)
      return request.method === 'GET' ? show(attachments, hash, reader()) : null
    return request.method === 'POST'
      ? receive(attachments, searchParams.get('name') ?? '', request.body)
      : null
  }
}

async function show(attachments: Attachments, hash: string, reader: Reader): Promise<Response> {
  try {
    const attachment = await attachments.get(hash, reader)
    const bytes = Readable.toWeb(createReadStream(attachments.pathOf(hash))) as ReadableStream
    return new Response(bytes, { headers: attachmentHeaders(attachment) })
  } catch (error) {
    if (error instanceof AppError) return new Response(null, { status: 404 })
    throw error
  }
}

async function receive(
  attachments: Attachments,
  name: string,
  body: Request['body'],
): Promise<Response> {
  try {
    if (body === null) throw new AppError('invalid_input', 'There are no bytes.')
    return Response.json(
      { attachment: await attachments.receive(name, body, FIRST_PERSON) },
      { status: 201 },
    )
  } catch (error) {
    return Response.json({ error: toWireError(error) }, { status: 400 })
  }
}
