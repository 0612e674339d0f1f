-- Strategies, plans, orders, fills, the ledger, and what belongs to a tenant's desk. Ids of strategies, plans and orders
-- are given by the engine.

-- The newest version of each; rules is JSON.
create table strategies (
  id {identity},
  client_id bigint not null references clients (id),
  name text not null,
  description text not null,
  version bigint not null check (version >= 1),
  active bigint not null check (active in (0, 1)),
  rules text not null,
  changed_at bigint not null,
  changed_by text not null,
  unique (client_id, id),
  unique (client_id, name)
);
create table strategy_versions (
  client_id bigint not null,
  strategy_id bigint not null,
  version bigint not null check (version >= 1),
  name text not null,
  description text not null,
  active bigint not null check (active in (0, 1)),
  rules text not null,
  changed_at bigint not null,
  changed_by text not null,
  primary key (client_id, strategy_id, version),
  foreign key (client_id, strategy_id) references strategies (client_id, id)
);

-- A plan may carry a stop on the wrong side, to be told so by its validation; an operation may not.
create table plans (
  id {identity},
  client_id bigint not null references clients (id),
  symbol text not null,
  side text not null check (side in ('BUY', 'SELL')),
  strategy_id bigint,
  entry_price {decimal} not null,
  stop_price {decimal} not null,
  quantity {decimal} not null,
  proposal text not null,
  venue_kind text not null check (venue_kind in ('SIM', 'PAPER', 'LIVE')),
  status text not null check (status in ('DRAFT', 'VALIDATED', 'EXECUTED', 'EXPIRED', 'REJECTED')),
  hash text not null,
  report text,
  operation_id bigint,
  created_by text not null,
  created_at bigint not null,
  expires_at bigint not null,
  unique (client_id, id)
);
create index plans_by_status on plans (client_id, status, id);
create index plans_by_symbol on plans (client_id, symbol, id);
create index plans_by_expiry on plans (client_id, expires_at, id);

-- quantity may be 0 while the venue has not said how much of an entry a protective order is for.
create table orders (
  id {identity},
  client_id bigint not null references clients (id),
  operation_id bigint not null,
  purpose text not null check (purpose in ('ENTRY', 'STOP', 'TARGET', 'EXIT')),
  attempt bigint not null check (attempt >= 1),
  client_order_id text not null,
  list_id text not null,
  symbol text not null,
  side text not null check (side in ('BUY', 'SELL')),
  type text not null check (type in ('MARKET', 'LIMIT', 'LIMIT_MAKER', 'STOP_LOSS')),
  time_in_force text not null check (time_in_force in ('GTC', 'IOC')),
  quantity {decimal} not null check (quantity >= '0'),
  price {decimal} check (price > '0'),
  stop_price {decimal} check (stop_price > '0'),
  status text not null
    check (status in ('PENDING', 'PARTIALLY_FILLED', 'FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED', 'UNKNOWN')),
  live bigint not null check (live in (0, 1)),
  filled {decimal} not null check (filled >= '0'),
  filled_quote {decimal} not null check (filled_quote >= '0'),
  venue_id bigint not null,
  reason text not null,
  created_at bigint not null,
  sent_at bigint,
  updated_at bigint not null,
  unique (client_id, id),
  unique (client_id, client_order_id),
  foreign key (client_id, operation_id) references operations (client_id, id)
);
create index orders_by_time on orders (client_id, created_at, id);
create index orders_by_operation on orders (client_id, operation_id, created_at, id);
create index orders_by_symbol on orders (client_id, symbol, created_at, id);
create index orders_by_status on orders (client_id, status, created_at, id);
create index orders_by_symbol_status on orders (client_id, symbol, status, created_at, id);

create table fills (
  id {identity},
  client_id bigint not null references clients (id),
  operation_id bigint not null,
  order_id bigint not null,
  client_order_id text not null,
  purpose text not null check (purpose in ('ENTRY', 'STOP', 'TARGET', 'EXIT')),
  symbol text not null,
  side text not null check (side in ('BUY', 'SELL')),
  trade_id bigint not null,
  price {decimal} not null check (price > '0'),
  quantity {decimal} not null check (quantity > '0'),
  fee {decimal} not null,
  fee_asset text not null,
  fee_quote {decimal},
  is_maker bigint not null check (is_maker in (0, 1)),
  venue_time bigint not null,
  booked_at bigint not null,
  -- Of an order: when two orders of one account meet, both carry the trade's number.
  unique (client_id, order_id, trade_id),
  foreign key (client_id, operation_id) references operations (client_id, id),
  foreign key (client_id, order_id) references orders (client_id, id)
);
create index fills_by_operation on fills (client_id, operation_id, id);
create index fills_by_order on fills (client_id, order_id, id);

-- ledger is the sum of each asset's movements, kept with every one of them.
create table movements (
  id {identity},
  client_id bigint not null references clients (id),
  asset text not null,
  amount {decimal} not null,
  cause text not null check (cause in ('opening', 'entry', 'exit', 'fee', 'external')),
  operation_id bigint,
  order_id bigint,
  trade_id bigint not null,
  note text not null,
  at bigint not null
);
create index movements_by_time on movements (client_id, at, id);
create index movements_by_asset on movements (client_id, asset, at, id);
create index movements_by_cause on movements (client_id, cause, at, id);
create index movements_by_asset_cause on movements (client_id, asset, cause, at, id);
create index movements_by_operation on movements (client_id, operation_id, at, id);
create table ledger (
  client_id bigint not null references clients (id),
  asset text not null,
  amount {decimal} not null,
  primary key (client_id, asset)
);

create table proofs (
  client_id bigint not null,
  operation_id bigint not null,
  client_order_id text not null,
  reason text not null check (reason in ('STOP', 'TARGET', 'MANUAL', 'DETACHED', 'EXTERNAL')),
  actor text not null check (actor in ('VENUE', 'SERVER')),
  level {decimal} not null,
  trigger_symbol text,
  trigger_bid {decimal},
  trigger_bid_quantity {decimal},
  trigger_ask {decimal},
  trigger_ask_quantity {decimal},
  trigger_last {decimal},
  trigger_venue_time bigint,
  trigger_received bigint,
  trigger_confirmed bigint,
  decided_at bigint,
  committed_at bigint,
  sent_at bigint,
  answered_at bigint,
  filled_at bigint,
  known_at bigint,
  request text not null,
  answer text not null,
  quantity {decimal} not null,
  average {decimal},
  slippage {decimal},
  primary key (client_id, operation_id, client_order_id),
  foreign key (client_id, operation_id) references operations (client_id, id)
);

create table desks (
  client_id bigint not null primary key references clients (id),
  trading_enabled bigint not null check (trading_enabled in (0, 1)),
  kill_switch_by text,
  kill_switch_reason text,
  kill_switch_at bigint,
  loss_pause_by text,
  loss_pause_reason text,
  loss_pause_at bigint,
  month bigint not null,
  month_base {decimal},
  month_realized {decimal} not null,
  day bigint not null,
  trades_today bigint not null check (trades_today >= 0),
  realized {decimal} not null,
  fees {decimal} not null,
  peak_equity {decimal} not null,
  unprotected_us bigint not null check (unprotected_us >= 0)
);

create table differences (
  id {identity},
  client_id bigint not null references clients (id),
  kind text not null,
  text text not null,
  operation_id bigint,
  at bigint not null
);
create index differences_by_client on differences (client_id, id);
create index differences_by_operation on differences (client_id, operation_id, id);

alter table instruments add column max_algo_orders bigint not null default 0;
