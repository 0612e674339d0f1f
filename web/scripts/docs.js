// Writes dist/docs.html: api/openapi.yaml as a page that needs no script. Served at /api/docs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { load } from 'js-yaml'

const document = load(readFileSync(new URL('../../api/openapi.yaml', import.meta.url), 'utf8'))

const escape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const code = (text) => `<code>${escape(text)}</code>`
const prose = (text) => escape(text ?? '').trim().replace(/`([^`]+)`/g, '<code>$1</code>').replace(/\n\n+/g, '</p><p>')
const resolve = (node) => (node?.$ref ? node.$ref.slice(2).split('/').reduce((at, key) => at[key], document) : node)
const nameOf = (node) => node.$ref?.split('/').at(-1)

/** A schema in a few words, linked to its own section where it has one. */
function words(schema) {
  if (!schema) return ''
  const name = nameOf(schema)
  if (name && resolve(schema).type === 'object') return `<a href="#${name}">${escape(name)}</a>`
  const plain = resolve(schema)
  if (plain.anyOf) return plain.anyOf.map(words).join(' or ')
  if (plain.type === 'array') return `list of ${words(plain.items)}`
  const type = Array.isArray(plain.type) ? plain.type.join(' or ') : plain.type
  const extra = plain.enum ? `: ${plain.enum.map(code).join(', ')}` : ''
  return `${escape(name ?? type ?? 'any')}${extra}`
}

const row = (cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
const table = (heads, rows) =>
  rows.length === 0 ? '' : `<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`

function parametersOf(item, operation) {
  const all = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve)
  return table(['parameter', 'in', 'type', 'meaning'], all.map((one) => {
    const preset = one.schema.default === undefined ? '' : ` Default ${code(one.schema.default)}.`
    return row([code(one.name) + (one.required ? ' (required)' : ''), escape(one.in), words(one.schema), prose(one.description) + preset])
  }))
}

function operationOf(pattern, method, item) {
  const operation = item[method]
  const body = resolve(operation.requestBody)?.content
  const bodies = body ? `<p>Body: ${Object.values(body).map((media) => words(media.schema)).join(', ')}</p>` : ''
  const answers = Object.entries(operation.responses).map(([status, given]) => {
    const answer = resolve(given)
    const shapes = Object.entries(answer.content ?? {}).map(([type, media]) => `${code(type)} ${words(media.schema)}`)
    return row([code(status), prose(answer.description), shapes.join(', ')])
  })
  const open = operation.security?.length === 0 ? ' <small>open to everyone</small>' : ''
  const text = operation.description ? `<p>${prose(operation.description)}</p>` : ''
  return `<section id="${escape(operation.operationId)}"><h3><span class="method">${method.toUpperCase()}</span> ${code(pattern)}</h3>
<p>${prose(operation.summary)}.${open}</p>${text}${parametersOf(item, operation)}${bodies}${table(['status', 'meaning', 'body'], answers)}</section>`
}

function schemaOf(name, schema) {
  const fields = Object.entries(schema.properties ?? {}).map(([field, type]) =>
    row([code(field) + (schema.required?.includes(field) ? '' : ' (optional)'), words(type), prose(type.description ?? resolve(type).description)]))
  return `<section id="${escape(name)}"><h3>${escape(name)}</h3>${table(['field', 'type', 'meaning'], fields)}</section>`
}

const methods = ['get', 'post', 'put', 'patch', 'delete']
const byTag = document.tags.map(({ name, description }) => {
  const operations = Object.entries(document.paths).flatMap(([pattern, item]) =>
    methods.filter((method) => item[method]?.tags.includes(name)).map((method) => operationOf(pattern, method, item)))
  return `<h2 id="tag-${escape(name)}">${escape(description)}</h2>${operations.join('\n')}`
})
const schemas = Object.entries(document.components.schemas).filter(([, schema]) => schema.type === 'object')
const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(document.info.title)} API</title><link rel="stylesheet" href="/docs.css"></head>
<body><header><h1>${escape(document.info.title)} API ${escape(document.info.version)}</h1><p>${prose(document.info.description)}</p>
<nav aria-label="Sections">${document.tags.map(({ name, description }) => `<a href="#tag-${escape(name)}">${escape(description)}</a>`).join(' · ')} · <a href="#schemas">Schemas</a> · <a href="/api/openapi.yaml">openapi.yaml</a></nav></header>
<main>${byTag.join('\n')}<h2 id="schemas">Schemas</h2>${schemas.map(([name, schema]) => schemaOf(name, schema)).join('\n')}</main></body></html>
`
mkdirSync(new URL('../dist/', import.meta.url), { recursive: true })
writeFileSync(new URL('../dist/docs.html', import.meta.url), page)
