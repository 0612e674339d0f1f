import { expect, it } from 'vitest'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import { useKeyedPost } from './useAct'

function act() {
  const desk = createDesk()
  const keys: (string | null)[] = []
  let answers: unknown[] = []
  desk.server.on('POST /api/acts', ({ headers }) => {
    keys.push(headers.get('Idempotency-Key'))
    return answers.shift() ?? {}
  })
  let post!: ReturnType<typeof useKeyedPost>
  function Acts() {
    post = useKeyedPost()
    return null
  }
  renderOn(desk, <Acts />)
  const send = (body: object) => post('/api/acts', body).catch(() => undefined)
  return { keys, send, answer: (...next: unknown[]) => (answers = next) }
}

const trouble = new Refusal(503, 'JOURNAL_FAILED', 'Nothing was done.')

it('an act that was not answered is sent again under its key, and another body never under that', async () => {
  const { keys, send, answer } = act()
  answer(trouble, trouble)
  await send({ quantity: '1' })
  await send({ quantity: '2' })
  await send({ quantity: '1' })
  expect(keys[1]).not.toBe(keys[0])
  expect(keys[2]).toBe(keys[0])
})

it('an act that was answered or refused is done with its key', async () => {
  const { keys, send, answer } = act()
  answer({}, new Refusal(422, 'INVALID', 'No.'))
  for (let i = 0; i < 3; i += 1) await send({ quantity: '1' })
  expect(new Set(keys).size).toBe(3)
})
