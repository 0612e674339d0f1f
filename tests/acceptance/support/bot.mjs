// Starts the real robson-bot for a test.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ask } from './bot_contract.mjs'
import { start, until } from './programs.mjs'

/** robson-bot on a free port against the venue at `venue` ("127.0.0.1:9443"). */
export async function startBot({ venue, directory, flags = [], listen = '127.0.0.1:0' }) {
  const program = await start('robson-bot', [
    '--listen', listen, '--venue-url', `http://${venue}`, '--data-dir', directory, '--poll-ms', '250', ...flags,
  ])
  const key = (await readFile(path.join(directory, 'admin.key'), 'utf8')).trim()
  return { ...program, url: `http://${program.address}`, key }
}

let requests = 0
export const requestId = () => `test-${process.pid}-${(requests += 1)}`

/** A command that must be taken. */
export async function command(bot, target, json, status = 200) {
  const answer = await ask(bot, target, { json })
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}
export const document = async (bot, target) => (await ask(bot, target)).body
export const position = async (bot, id) => document(bot, `/internal/positions/${id}`)

export const untilState = (bot, state, patience) =>
  until(async () => (await document(bot, '/health')).state === state, patience)
export async function untilStatus(bot, id, status, patience = 20_000) {
  return until(async () => {
    const found = await position(bot, id)
    return found.status === status && found
  }, patience)
}

/** Without its own entries and rebalancing of its own accord, so that only the test acts. */
export async function onlyByHand(bot, settings = {}) {
  const config = await document(bot, '/internal/config')
  await ask(bot, '/internal/config', {
    method: 'PUT',
    json: { bot: { ...config.bot, enable_auto_entry: false, ...settings }, risk: config.risk, expected_version: config.version, by: 'test' },
  })
}

/** Opens a position as soon as the bot can, and gives its id. */
export async function open(bot, { asset = 'SOL', size_usd = 5000, ...rest } = {}) {
  const opened = await until(async () => {
    const answer = await ask(bot, '/internal/positions', { json: { asset, size_usd, request_id: requestId(), ...rest } })
    if (answer.status === 202) return answer.body
    assert.equal(answer.status, 409, JSON.stringify(answer.body)) // not yet: prices are not there, or it is recovering
    return null
  })
  return opened.position_id
}
