-- Installation, clients, users and their sessions.
-- Dialect words, replaced when a migration is applied: {identity} is a primary key that the database numbers,
-- {decimal} an exact decimal. Each statement ends with a semicolon at the end of a line; nothing else does.

create table settings (
  key text primary key,
  value text not null
);

create table clients (
  id {identity},
  name text not null unique,
  active bigint not null check (active in (0, 1)),
  created_at bigint not null
);

-- The name is unique across clients, because a login names no client. token_version is part of every access token: a
-- higher one makes all earlier tokens of the user worthless.
create table users (
  id {identity},
  client_id bigint not null references clients (id),
  name text not null unique,
  password_hash text not null,
  role text not null check (role in ('viewer', 'operator', 'admin')),
  active bigint not null check (active in (0, 1)),
  created_at bigint not null,
  token_version bigint not null default 1,
  unique (client_id, id)
);

-- One row for each refresh token ever given out. The rows of one login are a family, whose number is the session that
-- access tokens name. Only the newest row of a family, the one with neither rotated_to nor revoked_at, is good for a
-- refresh.
create table sessions (
  id {identity},
  user_id bigint not null,
  client_id bigint not null,
  family bigint not null,
  token_hash text not null unique,
  created_at bigint not null,
  expires_at bigint not null,
  rotated_to bigint,
  revoked_at bigint,
  foreign key (client_id, user_id) references users (client_id, id)
);
create index sessions_by_family on sessions (family);
create index sessions_by_user on sessions (client_id, user_id);
create index sessions_by_expiry on sessions (expires_at);
