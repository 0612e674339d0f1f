-- The history of bots: what is measured of them, their trades, funding payments and breakers.

-- What is measured: one figure of a bot, or of one of its positions ('': of the bot). Buckets name it by its id, so that
-- a year of them stays small; whose it is stands here alone.
create table metric_series (
  id {identity},
  client_id bigint not null references clients (id),
  bot text not null,
  position_id text not null,
  metric text not null,
  unique (client_id, bot, position_id, metric)
);

-- resolution in seconds; at: where the bucket begins. Each level is whole by itself, the coarser ones too.
create table metric_buckets (
  series_id bigint not null references metric_series (id),
  resolution bigint not null check (resolution in (60, 300, 3600, 86400)),
  at bigint not null,
  first_at bigint not null,
  last_at bigint not null,
  first_value {decimal} not null,
  last_value {decimal} not null,
  lowest {decimal} not null,
  highest {decimal} not null,
  total {decimal} not null,
  samples bigint not null check (samples > 0),
  primary key (series_id, resolution, at)
){clustered};

-- The moments whose samples are counted, so that a sample which comes again is not counted again. Of the last hour only:
-- what is older than the floor is not taken.
create table metric_moments (
  at bigint not null,
  series_id bigint not null,
  primary key (at, series_id)
){clustered};
create table metric_floor (
  one bigint not null primary key check (one = 1),
  at bigint not null
);
insert into metric_floor (one, at) values (1, 0);

-- id is the bot's own. realized_pnl_usd is that of a whole position, on the fill that closed it.
create table bot_trades (
  client_id bigint not null references clients (id),
  bot text not null,
  id bigint not null,
  position_id text not null,
  asset text not null,
  leg text not null check (leg in ('asgard', 'hyperliquid')),
  action text not null check (action in ('open', 'close', 'liquidation')),
  side text not null check (side in ('BUY', 'SELL')),
  quantity {decimal} not null,
  price {decimal} not null,
  value_usd {decimal} not null,
  fee_usd {decimal} not null,
  at bigint not null,
  realized_pnl_usd {decimal},
  primary key (client_id, bot, id)
);
create index bot_trades_by_time on bot_trades (client_id, bot, at, id);
create index bot_trades_by_position on bot_trades (client_id, bot, position_id, at, id);
create index bot_closings on bot_trades (client_id, bot, at, id) where realized_pnl_usd is not null;

create table bot_payments (
  client_id bigint not null references clients (id),
  bot text not null,
  id bigint not null,
  position_id text not null,
  asset text not null,
  at bigint not null,
  funding_rate {decimal} not null,
  funding_received_rate {decimal} not null,
  notional_usd {decimal} not null,
  amount_usd {decimal} not null,
  primary key (client_id, bot, id)
);
create index bot_payments_by_time on bot_payments (client_id, bot, at, id);
create index bot_payments_by_position on bot_payments (client_id, bot, position_id, at, id);

-- Sums of the payments of a day (UTC) of a position, and of the whole bot (''); kept with every payment, so that a
-- year's sum is not added up from all of them.
create table bot_funding_days (
  client_id bigint not null references clients (id),
  bot text not null,
  position_id text not null,
  day_at bigint not null,
  received_usd {decimal} not null,
  paid_usd {decimal} not null,
  payments bigint not null check (payments > 0),
  primary key (client_id, bot, position_id, day_at)
);
-- The rates of an asset by the hour: those of its newest payment.
create table bot_funding_rates (
  client_id bigint not null references clients (id),
  bot text not null,
  hour_at bigint not null,
  asset text not null,
  at bigint not null,
  funding_rate {decimal} not null,
  funding_received_rate {decimal} not null,
  primary key (client_id, bot, hour_at, asset)
);

create table bot_breakers (
  client_id bigint not null references clients (id),
  bot text not null,
  id bigint not null,
  breaker_type text not null,
  triggered_at bigint not null,
  reason text not null,
  scope text not null,
  auto_recovery bigint not null check (auto_recovery in (0, 1)),
  cooldown_seconds bigint,
  recovery_time bigint,
  resolved_at bigint,
  resolved_by text,
  primary key (client_id, bot, id)
);
create index bot_breakers_by_time on bot_breakers (client_id, bot, triggered_at, id);
