-- Operations, and the append-only journal of each client.
--
-- The comparisons in the checks are exact: in PostgreSQL the columns are numeric; in SQLite they are text, compared by
-- the collation `decimal`, which the column on the left of a comparison brings along. (As plain text '9' would be
-- greater than '10'; a cast to real would call equal what differs in the 17th digit.) SQLite without that collation,
-- such as its own shell, can therefore not write here.
-- stop_loss_price is the stop that the operation began with; without one it cannot exist.
create table operations (
  id {identity},
  client_id bigint not null references clients (id),
  symbol text not null,
  side text not null check (side in ('BUY', 'SELL')),
  quantity {decimal} not null check (quantity > '0'),
  entry_price {decimal} not null check (entry_price > '0'),
  stop_loss_price {decimal} not null check (stop_loss_price > '0'),
  take_profit_price {decimal},
  status text not null check (status in ('PLANNED', 'ACTIVE', 'CLOSED', 'CANCELLED')),
  opened_at bigint not null,
  closed_at bigint,
  exit_price {decimal},
  realized_pnl {decimal} not null,
  fees {decimal} not null,
  source text not null check (source in ('adopted', 'executed')),
  strategy text not null,
  unique (client_id, id),
  constraint stop_on_its_side check (
    (side = 'BUY' and stop_loss_price < entry_price) or (side = 'SELL' and stop_loss_price > entry_price)
  ),
  constraint target_on_its_side check (
    take_profit_price is null
    or (side = 'BUY' and take_profit_price > entry_price) or (side = 'SELL' and take_profit_price < entry_price)
  ),
  constraint closed_has_an_end check ((status = 'CLOSED') = (closed_at is not null and exit_price is not null))
);
create index operations_by_status on operations (client_id, status, id);

create table events (
  client_id bigint not null references clients (id),
  seq bigint not null check (seq > 0),
  epoch bigint not null,
  kind text not null,
  payload text not null,
  at bigint not null,
  primary key (client_id, seq)
);
