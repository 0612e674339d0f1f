// A first signal by hand, for whoever has just made a producer.

/** The secret goes from the terminal into a file, so that it stands in no history and no list of processes. */
export function exampleCommand(producer: string, origin: string): string {
  return `(umask 077; cat > producer.secret)   # paste the secret, then Ctrl-D
echo '{"external_id":"first-'$(date +%s)'","instrument":"BTCUSDC","side":"BUY","price":"89000","volume":"0.001","confidence":"0.8"}' |
  robson --url ${origin} sign --producer ${producer} --secret-file producer.secret --post`
}

/** What a TradingView alert sends; its placeholders are filled in there. */
export function exampleAlert(producer: string, passphrase: string): string {
  return JSON.stringify(
    { producer_id: producer, passphrase, ticker: '{{ticker}}', action: '{{strategy.order.action}}', price: '{{close}}', contracts: '{{strategy.order.contracts}}', time: '{{timenow}}' },
    null,
    2,
  )
}
