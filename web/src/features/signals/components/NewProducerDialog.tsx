import { useId, useState, type ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Copyable } from '@/components/Copyable'
import { Actions, Dialog } from '@/components/Dialog'
import { SelectField, TextField, Tick } from '@/components/Field'
import { Problem } from '@/components/Problem'
import { useStrategies } from '@/lib/api/desk'
import { asApiError } from '@/lib/api/error'
import type { NewProducerAnswer } from '@/lib/api/types'
import { useMakeProducer } from '../api/producers'
import { exampleAlert, exampleCommand } from '../example'

/** After silence the secret of what was made, if it was, is lost. */
const lost = 'If it stands in the list nobody has seen its secret: revoke it and make another.'

export function NewProducerDialog({ onClose }: { onClose: () => void }) {
  const make = useMakeProducer()
  const strategies = useStrategies().data?.strategies ?? []
  const [name, setName] = useState('')
  const [strategy, setStrategy] = useState('')
  const [webhook, setWebhook] = useState(false)
  const [silent, setSilent] = useState(false)
  const form = useId()
  const refusal = make.isError ? asApiError(make.error) : null
  const atName = refusal?.field === 'name'
  if (make.data) return <Made made={make.data} onClose={onClose} />
  return (
    <Dialog title="Add a producer" held={make.isPending} onClose={onClose}>
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          make.mutate({ name: name.trim(), strategy_id: strategy === '' ? null : Number(strategy), webhook }, { onError: (error) => setSilent((before) => before || asApiError(error).reason !== 'problem') })
        }}
      >
        <TextField label="Name" required maxLength={64} autoComplete="off" hint="What proposes, such as: sma-bot" error={atName ? refusal.message + (silent && refusal.code === 'NAME_TAKEN' ? ` ${lost}` : '') : null} value={name} onChange={(event) => setName(event.target.value)} />
        <SelectField label="Strategy" value={strategy} hint="Whose rules make the stop and size of its plans, and whose policy its signals have to meet" onChange={(event) => setStrategy(event.target.value)}>
          <option value="">The first active one</option>
          {strategies.map(({ id, name: words }) => (
            <option key={id} value={id}>
              {words}
            </option>
          ))}
        </SelectField>
        <Tick checked={webhook} onChange={setWebhook}>
          It may use the TradingView form
          <span className="block text-xs text-muted">An alert cannot sign: it carries a passphrase instead, which whoever sees the alert can read.</span>
        </Tick>
        {refusal && !atName && <Problem error={make.error} what="The producer was not made" act="making the producer" unsure={lost} />}
      </form>
      <Actions>
        <Button disabled={make.isPending} onClick={onClose}>
          Cancel
        </Button>
        <Button form={form} type="submit" tone="primary" disabled={make.isPending || name.trim() === ''}>
          {make.isPending ? 'Making…' : 'Make the producer'}
        </Button>
      </Actions>
    </Dialog>
  )
}

/** The one time the secret is shown: only its own button closes it. */
function Made({ made: { producer, secret, passphrase }, onClose }: { made: NewProducerAnswer; onClose: () => void }) {
  const { id, name } = producer
  return (
    <Dialog title={`The producer “${name}”`} held wide onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p className="rounded border border-warning px-3 py-2 text-sm font-medium text-warning-ink">This is the only time {passphrase ? 'these are' : 'the secret is'} shown. Store {passphrase ? 'them' : 'it'} now.</p>
        <Shown name="Producer">
          <Copyable what="the producer’s id" text={id} />
        </Shown>
        <Shown name="Secret">
          <Copyable what="the secret" text={secret} />
        </Shown>
        {passphrase !== null && (
          <Shown name="Message of the TradingView alert, to /api/v1/signals/tradingview">
            <Copyable what="the alert’s message" text={exampleAlert(id, passphrase)} className="items-start *:first:whitespace-pre-wrap!" />
          </Shown>
        )}
        <Shown name="A first signal from a shell">
          <Copyable what="the command" text={exampleCommand(id, location.origin)} className="items-start *:first:whitespace-pre-wrap!" />
        </Shown>
      </div>
      <Actions>
        <Button tone="primary" onClick={onClose}>
          I have stored {passphrase ? 'them' : 'it'}
        </Button>
      </Actions>
    </Dialog>
  )
}

function Shown({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="text-sm text-muted">{name}</p>
      {children}
    </div>
  )
}
