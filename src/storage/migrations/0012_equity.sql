-- What a client owned, measured about once a minute. Every minute is kept for a month, then the last of each quarter of
-- an hour: at those every day of every time zone begins. deposits and withdrawals are what came and went since the row
-- before, at the prices of this one; last_movement is the newest line of the ledger that is in it. Rows with flow = 1
-- are never thinned out, as their amounts stand nowhere else.
create table equity (
  client_id bigint not null references clients (id),
  at bigint not null,
  equity {decimal} not null,
  deposits {decimal} not null,
  withdrawals {decimal} not null,
  flow bigint not null check (flow in (0, 1)),
  last_movement bigint not null,
  primary key (client_id, at)
){clustered};
create index equity_flows on equity (client_id, at) where flow = 1;
