-- Who may send signals, what they sent, and what was decided. Ids of signals and approvals are given by the server.

-- Secrets stand here sealed by the master key. signals: how many it sent.
create table producers (
  id text not null primary key,
  client_id bigint not null references clients (id),
  name text not null,
  strategy_id bigint,
  sealed_secret text not null,
  sealed_passphrase text not null,
  created_at bigint not null,
  created_by text not null,
  last_signal_at bigint,
  signals bigint not null default 0,
  revoked_at bigint,
  unique (client_id, id),
  foreign key (client_id, strategy_id) references strategies (client_id, id)
);

-- ended_at: when it was decided, expired or cancelled. nonce is empty where none was sent; it is not unique, since one
-- may be used again when its time is over.
create table signals (
  id bigint not null primary key check (id > 0),
  client_id bigint not null,
  producer_id text not null,
  external_id text not null,
  instrument text not null,
  side text not null check (side in ('BUY', 'SELL')),
  price {decimal} not null,
  volume {decimal} not null,
  confidence {decimal} not null,
  stop_loss {decimal},
  take_profit {decimal},
  payload text,
  status text not null check (status in ('NEW', 'APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED')),
  at bigint not null,
  expires_at bigint not null,
  ended_at bigint,
  nonce text not null,
  signed_at bigint not null,
  unique (client_id, id),
  unique (client_id, producer_id, external_id),
  foreign key (client_id, producer_id) references producers (client_id, id),
  check ((status = 'NEW') = (ended_at is null))
);
create index signals_by_time on signals (client_id, at, id);
create index signals_that_wait on signals (client_id, id) where status = 'NEW';
create index signals_by_arrival on signals (at);

-- One decision each.
create table approvals (
  id bigint not null primary key check (id > 0),
  client_id bigint not null,
  signal_id bigint not null unique,
  decision text not null check (decision in ('approved', 'rejected')),
  reason text not null,
  decided_by text not null,
  at bigint not null,
  address text not null,
  strategy_id bigint,
  plan_id bigint,
  foreign key (client_id, signal_id) references signals (client_id, id),
  foreign key (client_id, plan_id) references plans (client_id, id)
);
create index approvals_by_time on approvals (client_id, at, id);
create index approvals_by_strategy on approvals (client_id, strategy_id, decision, at);

-- What a strategy asks of a signal before it may be approved; null: nothing.
create table signal_policies (
  client_id bigint not null,
  strategy_id bigint not null,
  min_confidence {decimal},
  cooldown_seconds bigint,
  daily_cap bigint,
  updated_at bigint not null,
  updated_by text not null,
  primary key (client_id, strategy_id),
  foreign key (client_id, strategy_id) references strategies (client_id, id)
);
