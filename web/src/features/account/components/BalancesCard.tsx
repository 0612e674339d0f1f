import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { Failure } from '@/components/Failure'
import { Skeleton } from '@/components/Skeleton'
import type { AccountBalance } from '@/lib/api/types'
import { parse, sign } from '@/lib/decimal'
import { money, quantity } from '@/lib/format'
import { usePolledFreshness } from '@/lib/freshness'
import { useBalance } from '../api/balance'

export function BalancesCard() {
  const query = useBalance()
  const { confirmedAt, stale } = usePolledFreshness(query, query.data?.stale)
  return (
    <Card title="Balances" confirmedAt={confirmedAt} stale={stale}>
      {query.data ? (
        <List balance={query.data} />
      ) : query.isError ? (
        <Failure
          what="The balances could not be read"
          error={query.error}
          retrying={query.isFetching}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <Skeleton label="Asking for the balances" rows={4} />
      )}
    </Card>
  )
}

function List({ balance }: { balance: AccountBalance }) {
  if (balance.balances.length === 0) {
    return (
      <Empty title="The account holds nothing yet">
        <p>Deposit at the exchange; it appears here by itself.</p>
      </Empty>
    )
  }
  return (
    <ul className="px-3 pb-2">
      {balance.balances.map((asset) => (
        <li key={asset.asset} className="border-t border-line py-1.5 first:border-t-0">
          <div className="flex items-baseline justify-between gap-3">
            <span className="text-sm font-medium">{asset.asset}</span>
            <span className="num text-sm">{quantity(asset.total, asset.asset)}</span>
          </div>
          <div className="flex items-baseline justify-between gap-3 text-xs text-muted">
            <span className="num">
              {sign(parse(asset.locked)) > 0 ? `${quantity(asset.locked, asset.asset)} in orders` : 'all free'}
            </span>
            <span className="num" title={asset.value === null ? 'No watched market tells its price' : undefined}>
              {money(asset.value, { currency: balance.currency })}
            </span>
          </div>
        </li>
      ))}
    </ul>
  )
}
