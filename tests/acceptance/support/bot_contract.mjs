// Holds a bot's answers to api/bot.yaml. Where that describes a document by another one of api/openapi.yaml ("without
// ..."), the stricter schema is made from that one.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import { root } from './programs.mjs'

const load = (name) => parse(readFileSync(path.join(root, 'api', name), 'utf8'))
const openapi = load('openapi.yaml')
export const document = load('bot.yaml')

function without(name, ...members) {
  const schema = structuredClone(openapi.components.schemas[name])
  for (const member of members) delete schema.properties[member]
  schema.required = schema.required.filter((each) => !members.includes(each))
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"openapi.yaml#/components'))
}
Object.assign(document.components.schemas, {
  Position: without('BotPositionDetail', 'kind', 'bot', 'source', 'age_ms', 'hold_duration_hours'),
  Trade: without('BotTrade', 'bot'),
  Payment: without('FundingPayment', 'bot'),
  Event: without('BotEvent', 'bot'),
})
document.components.schemas.Breakers.properties.circuit_breakers.items = without('CircuitBreaker', 'bot')

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats(ajv)
for (const format of ['int64', 'int32', 'password']) ajv.addFormat(format, true)
ajv.addSchema({ $id: 'openapi.yaml', ...openapi })
ajv.addSchema({ $id: 'bot.yaml', ...document })

const point = (keys) => keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
const segments = (text) => text.split('/').filter(Boolean)
const check = (pointer) => ajv.getSchema(`bot.yaml#/${pointer}`) ?? ajv.compile({ $ref: `bot.yaml#/${pointer}` })
export const validatorOf = (schema) => check(`components/schemas/${schema}`)

function patternOf(pathname) {
  const parts = segments(pathname)
  const fits = Object.keys(document.paths).filter((pattern) => {
    const wanted = segments(pattern)
    return wanted.length === parts.length && wanted.every((part, i) => part.startsWith('{') || part === parts[i])
  })
  return fits.find((pattern) => !pattern.includes('{')) ?? fits[0]
}

/** Fails unless the document foresees this answer: path, method, status, content type and body. */
export function assertForeseen(method, pathname, status, contentType, body) {
  const pattern = patternOf(pathname)
  assert.ok(pattern, `${pathname} stands in no path of the document`)
  const operation = document.paths[pattern][method.toLowerCase()]
  assert.ok(operation, `${method} ${pattern} is not in the document`)
  const own = operation.responses[String(status)]
  assert.ok(own, `${method} ${pattern} may not answer ${status}: ${body}`)
  const at = own.$ref ? own.$ref.slice(2).split('/') : ['paths', pattern, method.toLowerCase(), 'responses', String(status)]
  const response = at.reduce((node, key) => node[key], document)
  const media = Object.keys(response.content).find((type) => (contentType ?? '').startsWith(type))
  assert.ok(media, `${method} ${pattern} ${status} answered ${contentType}`)
  if (!media.includes('json')) return
  const validate = check(point([...at, 'content', media, 'schema']))
  assert.ok(validate(JSON.parse(body)), `${method} ${pattern} ${status}: ${JSON.stringify(validate.errors, null, 1)}\n${body}`)
}

/** fetch that holds every answer to the document; {status, headers, body (parsed or text)}. */
export async function ask(bot, target, { method, key = bot.key, headers = {}, json, body } = {}) {
  const how = method ?? (json === undefined && body === undefined ? 'GET' : 'POST')
  const answer = await fetch(bot.url + target, {
    method: how,
    headers: { ...(key ? { 'X-API-Key': key } : {}), ...headers },
    body: json === undefined ? body : JSON.stringify(json),
  })
  const text = await answer.text()
  assertForeseen(how, new URL(bot.url + target).pathname, answer.status, answer.headers.get('content-type'), text)
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : text }
}

/** Reads an event stream: {events, comments, response, stop()}; ends by itself when the bot does. */
export async function follow(bot, { after, lastEventId } = {}) {
  const abort = new AbortController()
  const response = await fetch(`${bot.url}/internal/events${after === undefined ? '' : `?after=${after}`}`, {
    headers: { 'X-API-Key': bot.key, Accept: 'text/event-stream', ...(lastEventId === undefined ? {} : { 'Last-Event-ID': String(lastEventId) }) },
    signal: abort.signal,
  })
  const stream = { response, events: [], comments: 0, ended: false, stop: () => abort.abort() }
  const isEvent = validatorOf('Event')
  const take = (block) => {
    if (block.startsWith(':')) stream.comments += 1
    const fields = Object.fromEntries(block.split('\n').filter((line) => /^\w/.test(line)).map((line) => line.split(/: (.*)/s, 2)))
    if (!fields.data) return
    const event = JSON.parse(fields.data)
    assert.ok(isEvent(event), JSON.stringify(isEvent.errors))
    assert.equal(fields.id, String(event.id))
    assert.equal(fields.event, event.type)
    stream.events.push(event)
  }
  const read = async () => {
    let text = ''
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        take(text.slice(0, end))
        text = text.slice(end + 2)
      }
    }
  }
  stream.done = read().catch((error) => (stream.error = error.code === 'ERR_ASSERTION' ? error : undefined)).finally(() => (stream.ended = true))
  return stream
}
