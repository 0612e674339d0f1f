// Holds answers to api/openapi.yaml.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import { root } from './programs.mjs'

export const document = parse(readFileSync(path.join(root, 'api/openapi.yaml'), 'utf8'))

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats(ajv)
ajv.addFormat('int64', true)
ajv.addFormat('password', true)
ajv.addSchema({ $id: 'openapi', ...document }, 'openapi')

const resolve = (node) => (node?.$ref ? node.$ref.slice(2).split('/').reduce((at, key) => at[key], document) : node)
const point = (keys) => keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
// One JSON text, and not a line for each.
const isJson = (type) => /[/+]json\b/.test(type)
const segments = (text) => text.split('/').filter(Boolean)

/** The document's path that fits a real one. */
export function patternOf(pathname) {
  const parts = segments(pathname)
  return Object.keys(document.paths).find((pattern) => {
    const wanted = segments(pattern)
    return wanted.length === parts.length && wanted.every((part, i) => part.startsWith('{') || part === parts[i])
  })
}

export function validatorOf(schema) {
  return ajv.compile({ $ref: `openapi#/components/schemas/${schema}` })
}

/** Fails unless the document foresees this answer: path, method, status, content type and body. */
export function assertForeseen(method, pathname, status, contentType, body) {
  const pattern = patternOf(pathname)
  assert.ok(pattern, `${pathname} stands in no path of the document`)
  const operation = document.paths[pattern][method.toLowerCase()]
  assert.ok(operation, `${method} ${pattern} is not in the document`)
  const keys = ['paths', pattern, method.toLowerCase(), 'responses', String(status)]
  const response = resolve(operation.responses[String(status)])
  assert.ok(response, `${method} ${pattern} may not answer ${status}: ${body}`)
  if (!response.content) return assert.equal(body, '', `${method} ${pattern} ${status} has no body`)
  const media = Object.keys(response.content).find((type) => (contentType ?? '').startsWith(type))
  assert.ok(media, `${method} ${pattern} ${status} answered ${contentType}`)
  if (!isJson(media)) return
  const own = operation.responses[String(status)]
  const at = own.$ref ? [...own.$ref.slice(2).split('/'), 'content', media, 'schema'] : [...keys, 'content', media, 'schema']
  const validate = ajv.getSchema(`openapi#/${point(at)}`) ?? ajv.compile({ $ref: `openapi#/${point(at)}` })
  assert.ok(validate(JSON.parse(body)), `${method} ${pattern} ${status}: ${JSON.stringify(validate.errors, null, 1)}\n${body}`)
}

/** fetch that holds every answer to the document; {status, headers, body (parsed or text)}. */
export async function ask(url, target, { method = 'GET', token, headers = {}, json, body } = {}) {
  const answer = await fetch(url + target, {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(json !== undefined ? { 'Content-Type': 'application/json' } : {}),
      ...headers,
    },
    body: json !== undefined ? JSON.stringify(json) : body,
  })
  const text = await answer.text()
  assertForeseen(method, new URL(url + target).pathname, answer.status, answer.headers.get('content-type'), text)
  const parsed = isJson(answer.headers.get('content-type') ?? '') && text !== ''
  return { status: answer.status, headers: answer.headers, body: parsed ? JSON.parse(text) : text }
}
