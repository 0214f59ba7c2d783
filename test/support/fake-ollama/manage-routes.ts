import { isValidName, nameKey, withTag } from './model-name.ts'
import { textAt } from './read-body.ts'
import { goJson, NDJSON_TYPE, sendEmpty, sendError, startStream } from './wire.ts'
import type { Handler } from './handler.ts'
import type { JsonObject } from './options.ts'

export const copy: Handler = (world, { res, body }) => {
  const source = world.models.find(textAt(body, 'source'))
  if (!source) {
    sendError(res, 404, `model "${textAt(body, 'source')}" not found`)
    return
  }
  world.models.copy(source, textAt(body, 'destination'))
  sendEmpty(res, 200)
}

export const remove: Handler = (world, { res, body }) => {
  const name = textAt(body, 'model') || textAt(body, 'name')
  if (!isValidName(name)) sendError(res, 400, `name "${name}" is invalid`)
  else if (world.models.remove(name)) sendEmpty(res, 200)
  else sendError(res, 404, `model '${name}' not found`)
}

export const create: Handler = (world, { res, body }) => {
  const name = textAt(body, 'model')
  const from = textAt(body, 'from')
  const source = world.models.find(from)
  startStream(res, NDJSON_TYPE)
  if (!source) {
    res.write(line({ status: 'pulling manifest' }))
    res.end(line({ error: noSuchHost(from) }))
    return
  }
  world.models.copy(source, name, {
    system: textAt(body, 'system') || source.system,
    parent: world.isOld ? '' : source.name,
  })
  for (const word of [
    'using existing',
    'using existing',
    'using existing',
    'creating new',
    'using existing',
  ]) {
    res.write(line({ status: `${word} layer sha256:${source.digest}` }))
  }
  res.write(line({ status: 'writing manifest' }))
  res.end(line({ status: 'success' }))
}

export const push: Handler = (_world, { res, body }) => {
  const [space = 'library', name = ''] = textAt(body, 'model').split('/')
  startStream(res, NDJSON_TYPE)
  res.write(line({ status: 'retrieving manifest' }))
  res.write(line({ status: "couldn't retrieve manifest" }))
  const file = `/var/lib/ollama/models/manifests/registry.ollama.ai/${space}/${name}/latest`
  res.end(line({ error: `open ${file}: no such file or directory` }))
}

/** Nothing can be uploaded here, so no blob is ever known. */
export const blob: Handler = (_world, { res, path }) => {
  const digest = path.slice(path.lastIndexOf('/') + 1)
  sendError(res, 404, `blob "${digest}" not found`)
}

export function line(value: JsonObject): string {
  return `${goJson(value)}\n`
}

/** What a pull says where there is no network. */
export function noSuchHost(name: string): string {
  const [model = '', tag = 'latest'] = withTag(nameKey(name)).split(':')
  const path = model.includes('/') ? model : `library/${model}`
  const url = `https://registry.ollama.ai/v2/${path}/manifests/${tag}`
  return `pull model manifest: Get "${url}": dial tcp: lookup registry.ollama.ai on 127.0.0.53:53: no such host`
}
