import type { CommandName } from '@shared/contract/commands'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/**
 * One row: an address that names a command. The command's input is put together from the address (`:botId`), the query
 * (GET only; `before.id=…` is `{ before: { id } }`) and the JSON body (anything but GET).
 */
export interface Route {
  readonly method: Method
  readonly path: string
  readonly command: CommandName
  /** Where it is not 200. A 204 has no body. */
  readonly status?: 201 | 202 | 204
  /** Query fields that are numbers. */
  readonly numbers?: readonly string[]
  /** Query fields in which `true`, `false` and `null` are those, and not texts. */
  readonly words?: readonly string[]
}

const NAMED_BOT = '/api/v1/bots/:botId'
const NAMED_SESSION = '/api/v1/sessions/:sessionId'
const NAMED_FOLDER = '/api/v1/folders/:folderId'
const NAMED_PERSON = '/api/v1/people/:personId'
const SESSION_PAGE = {
  numbers: ['before.updatedAt', 'limit'],
  words: ['folderId', 'pinned', 'archived'],
} as const

/** The HTTP API: every way in that is not a socket or the window. */
export const routes: readonly Route[] = [
  { method: 'GET', path: '/health', command: 'health.get' },

  { method: 'GET', path: '/api/v1/bots', command: 'bots.list' },
  { method: 'POST', path: '/api/v1/bots', command: 'bots.create', status: 201 },
  { method: 'GET', path: NAMED_BOT, command: 'bots.get' },
  { method: 'PATCH', path: NAMED_BOT, command: 'bots.update' },
  { method: 'DELETE', path: NAMED_BOT, command: 'bots.delete', status: 204 },
  { method: 'POST', path: `${NAMED_BOT}/duplicate`, command: 'bots.duplicate', status: 201 },
  { method: 'POST', path: `${NAMED_BOT}/restore`, command: 'bots.restore' },
  { method: 'POST', path: `${NAMED_BOT}/launch`, command: 'bots.launch' },
  { method: 'POST', path: `${NAMED_BOT}/stop`, command: 'bots.stop' },
  { method: 'GET', path: `${NAMED_BOT}/status`, command: 'bots.status' },
  { method: 'GET', path: `${NAMED_BOT}/sessions`, command: 'sessions.list', ...SESSION_PAGE },
  { method: 'POST', path: `${NAMED_BOT}/sessions`, command: 'sessions.create', status: 201 },

  { method: 'GET', path: '/api/v1/sessions', command: 'sessions.list', ...SESSION_PAGE },
  { method: 'POST', path: '/api/v1/sessions', command: 'sessions.create', status: 201 },
  { method: 'POST', path: '/api/v1/sessions/organise', command: 'sessions.organise' },
  { method: 'POST', path: '/api/v1/sessions/delete', command: 'sessions.deleteMany' },
  { method: 'POST', path: '/api/v1/sessions/restore', command: 'sessions.restoreMany' },
  { method: 'GET', path: NAMED_SESSION, command: 'sessions.get' },
  { method: 'PATCH', path: NAMED_SESSION, command: 'sessions.rename' },
  { method: 'DELETE', path: NAMED_SESSION, command: 'sessions.delete', status: 204 },
  { method: 'POST', path: `${NAMED_SESSION}/restore`, command: 'sessions.restore' },
  { method: 'POST', path: `${NAMED_SESSION}/title`, command: 'sessions.suggestTitle' },
  { method: 'DELETE', path: `${NAMED_SESSION}/title`, command: 'sessions.stopNaming' },
  { method: 'POST', path: `${NAMED_SESSION}/read`, command: 'sessions.markRead', status: 204 },
  { method: 'POST', path: `${NAMED_SESSION}/branch`, command: 'sessions.switchBranch' },
  { method: 'POST', path: `${NAMED_SESSION}/fork`, command: 'sessions.fork', status: 201 },

  {
    method: 'GET',
    path: `${NAMED_SESSION}/messages`,
    command: 'messages.list',
    numbers: ['before', 'after', 'through', 'limit'],
  },
  { method: 'POST', path: `${NAMED_SESSION}/messages`, command: 'messages.send', status: 202 },
  {
    method: 'POST',
    path: `${NAMED_SESSION}/messages/:messageId/retry`,
    command: 'turns.retry',
    status: 202,
  },
  { method: 'POST', path: `${NAMED_SESSION}/messages/:messageId/pin`, command: 'messages.pin' },
  { method: 'GET', path: `${NAMED_SESSION}/notes`, command: 'notes.get' },
  { method: 'POST', path: `${NAMED_SESSION}/notes`, command: 'notes.write', status: 201 },
  { method: 'PATCH', path: `${NAMED_SESSION}/notes/:noteId`, command: 'notes.write' },
  { method: 'DELETE', path: `${NAMED_SESSION}/notes/:noteId`, command: 'notes.remove' },
  { method: 'POST', path: `${NAMED_SESSION}/notes/:noteId/restore`, command: 'notes.restore' },
  { method: 'POST', path: `${NAMED_SESSION}/summary`, command: 'notes.summarise', status: 202 },
  { method: 'DELETE', path: `${NAMED_SESSION}/summary`, command: 'notes.stop' },
  { method: 'POST', path: `${NAMED_SESSION}/turns/stop`, command: 'turns.stop' },
  { method: 'POST', path: `${NAMED_SESSION}/turns/:turnId/withdraw`, command: 'turns.withdraw' },
  {
    method: 'POST',
    path: `${NAMED_SESSION}/turns/:turnId/tool-calls/:callId/answer`,
    command: 'turns.answerToolCall',
    status: 204,
  },

  { method: 'GET', path: '/api/v1/tools', command: 'tools.list' },
  { method: 'GET', path: '/api/v1/audit', command: 'audit.list', numbers: ['limit'] },

  { method: 'GET', path: '/api/v1/folders', command: 'folders.list' },
  { method: 'POST', path: '/api/v1/folders', command: 'folders.create', status: 201 },
  { method: 'PATCH', path: NAMED_FOLDER, command: 'folders.rename' },
  { method: 'DELETE', path: NAMED_FOLDER, command: 'folders.delete', status: 204 },
  { method: 'POST', path: `${NAMED_FOLDER}/restore`, command: 'folders.restore' },
  { method: 'GET', path: '/api/v1/tags', command: 'tags.list' },
  { method: 'POST', path: '/api/v1/tags/rename', command: 'tags.rename' },
  { method: 'POST', path: '/api/v1/tags/remove', command: 'tags.remove' },
  {
    method: 'GET',
    path: '/api/v1/bin',
    command: 'bin.list',
    numbers: ['before.deletedAt', 'limit'],
  },
  { method: 'POST', path: '/api/v1/bin/purge', command: 'bin.purge' },
  { method: 'POST', path: '/api/v1/bin/empty', command: 'bin.empty' },

  {
    method: 'GET',
    path: '/api/v1/search',
    command: 'messages.search',
    numbers: ['limit', 'offset'],
  },

  { method: 'GET', path: '/api/v1/exports', command: 'exports.list' },
  { method: 'POST', path: '/api/v1/exports', command: 'exports.start', status: 202 },
  { method: 'GET', path: '/api/v1/exports/:exportId', command: 'exports.get' },
  {
    method: 'DELETE',
    path: '/api/v1/exports/:exportId',
    command: 'exports.cancel',
    status: 204,
  },

  { method: 'GET', path: '/api/v1/imports', command: 'imports.list' },
  { method: 'POST', path: '/api/v1/imports', command: 'imports.start', status: 201 },
  { method: 'GET', path: '/api/v1/imports/:importId', command: 'imports.get' },
  { method: 'POST', path: '/api/v1/imports/:importId/run', command: 'imports.run', status: 202 },
  {
    method: 'DELETE',
    path: '/api/v1/imports/:importId',
    command: 'imports.cancel',
    status: 204,
  },

  { method: 'GET', path: '/api/v1/models', command: 'models.list' },
  { method: 'GET', path: '/api/v1/models/show', command: 'models.show' },
  { method: 'GET', path: '/api/v1/models/loaded', command: 'models.loaded' },
  { method: 'POST', path: '/api/v1/models/load', command: 'models.load' },
  { method: 'POST', path: '/api/v1/models/unload', command: 'models.unload' },
  { method: 'POST', path: '/api/v1/models/delete', command: 'models.delete' },
  { method: 'GET', path: '/api/v1/models/load-plans', command: 'models.loadPlans' },
  { method: 'POST', path: '/api/v1/models/load-plans', command: 'models.pinLoad' },
  { method: 'GET', path: '/api/v1/models/pulls', command: 'models.pulls' },
  { method: 'POST', path: '/api/v1/models/pulls', command: 'models.pull', status: 202 },
  { method: 'POST', path: '/api/v1/models/pulls/cancel', command: 'models.cancelPull' },
  { method: 'GET', path: '/api/v1/attachments/limits', command: 'attachments.limits' },
  { method: 'GET', path: '/api/v1/attachments/:hash/facts', command: 'attachments.get' },
  { method: 'GET', path: '/api/v1/tool-servers', command: 'toolServers.list' },
  { method: 'POST', path: '/api/v1/tool-servers', command: 'toolServers.add', status: 201 },
  { method: 'POST', path: '/api/v1/tool-servers/test', command: 'toolServers.test' },
  {
    method: 'POST',
    path: '/api/v1/tool-servers/end-test',
    command: 'toolServers.endTest',
    status: 204,
  },
  {
    method: 'PATCH',
    path: '/api/v1/tool-servers/:toolServerId',
    command: 'toolServers.update',
  },
  {
    method: 'DELETE',
    path: '/api/v1/tool-servers/:toolServerId',
    command: 'toolServers.remove',
    status: 204,
  },
  {
    method: 'POST',
    path: '/api/v1/tool-servers/:toolServerId/restore',
    command: 'toolServers.restore',
  },
  {
    method: 'POST',
    path: '/api/v1/tool-servers/:toolServerId/restart',
    command: 'toolServers.restart',
  },
  { method: 'GET', path: '/api/v1/upstreams', command: 'upstreams.list' },
  { method: 'POST', path: '/api/v1/upstreams', command: 'upstreams.add', status: 201 },
  { method: 'POST', path: '/api/v1/upstreams/test', command: 'upstreams.test' },
  { method: 'PATCH', path: '/api/v1/upstreams/:upstreamId', command: 'upstreams.update' },
  {
    method: 'DELETE',
    path: '/api/v1/upstreams/:upstreamId',
    command: 'upstreams.remove',
    status: 204,
  },
  {
    method: 'POST',
    path: '/api/v1/upstreams/:upstreamId/restore',
    command: 'upstreams.restore',
  },
  { method: 'GET', path: '/api/v1/programs', command: 'programs.get' },
  { method: 'PATCH', path: '/api/v1/programs', command: 'programs.update' },
  { method: 'GET', path: '/api/v1/programs/mine', command: 'programs.mine' },
  { method: 'GET', path: '/api/v1/settings', command: 'settings.get' },
  { method: 'PATCH', path: '/api/v1/settings', command: 'settings.update' },
  { method: 'GET', path: '/api/v1/limits', command: 'limits.get' },
  { method: 'PATCH', path: '/api/v1/server', command: 'server.change' },
  { method: 'POST', path: '/api/v1/server/confirm', command: 'server.confirm' },
  { method: 'POST', path: '/api/v1/server/undo', command: 'server.undo' },
  { method: 'GET', path: '/api/v1/server/addresses', command: 'server.addresses' },
  { method: 'GET', path: '/api/v1/server/probe', command: 'server.probe' },

  { method: 'POST', path: '/api/v1/access/links', command: 'access.createLink', status: 201 },
  { method: 'GET', path: '/api/v1/people', command: 'people.list' },
  { method: 'POST', path: '/api/v1/people', command: 'people.add', status: 201 },
  { method: 'GET', path: '/api/v1/people/usage', command: 'people.usage' },
  { method: 'PATCH', path: NAMED_PERSON, command: 'people.update' },
  { method: 'DELETE', path: NAMED_PERSON, command: 'people.remove', status: 204 },
  { method: 'POST', path: `${NAMED_PERSON}/restore`, command: 'people.restore' },
  { method: 'POST', path: `${NAMED_SESSION}/share`, command: 'sessions.share' },
  { method: 'GET', path: '/api/v1/access/devices', command: 'access.listDevices' },
  {
    method: 'DELETE',
    path: '/api/v1/access/devices/:deviceId',
    command: 'access.revokeDevice',
    status: 204,
  },
  { method: 'GET', path: '/api/v1/access/tokens', command: 'access.listTokens' },
  { method: 'POST', path: '/api/v1/access/tokens', command: 'access.createToken', status: 201 },
  {
    method: 'DELETE',
    path: '/api/v1/access/tokens/:tokenId',
    command: 'access.revokeToken',
    status: 204,
  },
]
