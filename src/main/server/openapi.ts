import { commands } from '@shared/contract/commands'
import { SchemaCollector, errorAnswerSchema } from './openapi-schemas'
import type { JsonSchema } from './openapi-schemas'
import { routes } from './routes'
import type { Route } from './routes'
import { SIGN_IN_PATH, SIGN_OUT_PATH, signInBodySchema } from './sign-in'

const JSON_TYPE = 'application/json'
const SIGNED_IN = [{ cookie: [] }, { bearer: [] }, { apiKey: [] }]
const STREAM_DESCRIPTION =
  'With `Accept: text/event-stream`: `message.accepted` with the ids, then the events of this turn (`turn.queued`, ' +
  '`message.added`, `turn.started`, `turn.phased`, `turn.thought`, `turn.extended`), and `turn.ended` or `turn.withdrawn` as the last one. ' +
  'Closing the request does not stop the turn.'

/** The HTTP API as an OpenAPI 3.1 document: made from the same rows and schemas that answer. */
export function createOpenApi(version: string): JsonSchema {
  const schemas = new SchemaCollector()
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const route of routes) {
    const path = (paths[route.path.replace(/:(\w+)/g, '{$1}')] ??= {})
    path[route.method.toLowerCase()] = operationOf(route, schemas)
  }
  Object.assign(paths, signInPaths(schemas))
  return {
    openapi: '3.1.1',
    info: {
      title: 'Port 8000',
      version,
      description:
        'Bots, conversations and settings of this controller. Errors are `{ "error": { "code", "message" } }`.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: {
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'port8000_{port}',
          description: 'Set by signing in with a one-time link.',
        },
        bearer: { type: 'http', scheme: 'bearer', description: 'A token made in Settings.' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'The same token.' },
      },
    },
  }
}

function operationOf(route: Route, schemas: SchemaCollector): JsonSchema {
  const { summary, access, input, output } = commands[route.command]
  const { parameters, body } = partsOf(route, schemas.input(input))
  return {
    operationId: operationIdOf(route),
    summary,
    tags: [route.command.split('.')[0]],
    'x-command': route.command,
    'x-access': access,
    ...(access === 'public' ? {} : { security: SIGNED_IN }),
    parameters,
    ...(body && { requestBody: { required: true, content: { [JSON_TYPE]: { schema: body } } } }),
    responses: { ...successOf(route, schemas.output(output)), ...errors(schemas) },
  }
}

/** The command's name; where several rows lead to one command, the others say by which way. */
function operationIdOf(route: Route): string {
  const first = routes.find(({ command }) => command === route.command)
  return first === route ? route.command : `${route.command}.${route.path.split('/')[3] ?? ''}`
}

interface ObjectSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>
  readonly required: readonly string[]
}

/** Which of the input's fields stand in the address, which in the query, which in the body. */
function partsOf(
  route: Route,
  input: JsonSchema,
): { readonly parameters: readonly JsonSchema[]; readonly body: JsonSchema | null } {
  const { properties, required } = objectOf(input)
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')
  const parameters = inPath.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: properties[name] ?? {},
  }))
  const others = Object.entries(properties).filter(([name]) => !inPath.includes(name))
  if (route.method === 'GET') {
    return {
      parameters: [
        ...parameters,
        ...others.flatMap(([name, schema]) => queryOf(name, schema, required)),
      ],
      body: null,
    }
  }
  if (others.length === 0) return { parameters, body: null }
  const wanted = required.filter((name) => !inPath.includes(name) && !isMadeByUs(route, name))
  return {
    parameters,
    body: {
      type: 'object',
      properties: Object.fromEntries(others),
      required: wanted,
      additionalProperties: false,
    },
  }
}

/** A sender without an id of its own for a message is given one. */
function isMadeByUs(route: Route, name: string): boolean {
  return route.command === 'messages.send' && name === 'clientMessageId'
}

/** A field that is an object becomes one parameter for each of its own fields, with a dot. */
function queryOf(name: string, schema: JsonSchema, required: readonly string[]): JsonSchema[] {
  if (schema['type'] !== 'object')
    return [{ name, in: 'query', required: required.includes(name), schema }]
  return Object.entries(objectOf(schema).properties).map(([field, inner]) => ({
    name: `${name}.${field}`,
    in: 'query',
    required: false,
    schema: inner,
  }))
}

function objectOf(schema: JsonSchema): ObjectSchema {
  const { properties = {}, required = [] } = schema as Partial<ObjectSchema>
  return { properties, required }
}

function successOf(route: Route, output: JsonSchema): Record<string, JsonSchema> {
  if (route.status === 204) return { 204: { description: 'Done.' } }
  const content: Record<string, JsonSchema> = { [JSON_TYPE]: { schema: output } }
  if (route.command === 'health.get') {
    return {
      200: { description: 'It works.', content },
      503: { description: 'It cannot store anything.', content },
    }
  }
  if (route.command !== 'messages.send')
    return { [route.status ?? 200]: { description: 'Done.', content } }
  const stream = { 'text/event-stream': { schema: { type: 'string' } } }
  return {
    202: { description: 'Accepted; the reply is made as a turn.', content },
    200: { description: STREAM_DESCRIPTION, content: stream },
  }
}

function errors(schemas: SchemaCollector): Record<string, JsonSchema> {
  return {
    default: {
      description: 'Refused, or failed.',
      content: { [JSON_TYPE]: { schema: schemas.output(errorAnswerSchema) } },
    },
  }
}

function signInPaths(schemas: SchemaCollector): Record<string, Record<string, JsonSchema>> {
  const role = schemas.output(commands['access.signIn'].output)
  const tags = ['access']
  return {
    [SIGN_IN_PATH]: {
      post: {
        operationId: 'signIn',
        summary: 'Trade the code of a one-time link for a cookie.',
        tags,
        requestBody: {
          required: true,
          content: { [JSON_TYPE]: { schema: schemas.input(signInBodySchema) } },
        },
        responses: {
          200: {
            description: 'Signed in; the cookie is set.',
            content: { [JSON_TYPE]: { schema: role } },
          },
          ...errors(schemas),
        },
      },
    },
    [SIGN_OUT_PATH]: {
      post: {
        operationId: 'signOut',
        summary: 'Sign this browser out.',
        tags,
        security: [{ cookie: [] }],
        responses: { 204: { description: 'Signed out; the cookie is gone.' }, ...errors(schemas) },
      },
    },
  }
}
