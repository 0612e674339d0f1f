#include "accounts/session_registry.hpp"

#include <algorithm>

namespace robson::accounts {

void SessionRegistry::put_client(const storage::Client& client) {
  clients_[client.id] = {client.name, client.active};
}

void SessionRegistry::put_client_active(TenantId id, bool active) {
  const auto found = clients_.find(id);
  if (found != clients_.end()) found->second.active = active;
}

void SessionRegistry::put_user(const storage::User& user) {
  users_[user.id] = {user.tenant, user.name, user.role, user.active, user.token_version, user.totp.has_value()};
}

void SessionRegistry::open(SessionId session, UserId user, Timestamp expires_at) {
  const auto [entry, is_new] = sessions_.try_emplace(session, Open{user, expires_at, {}});
  entry->second.expires_at = expires_at;
  if (is_new) of_user_[user].push_back(session);
}

void SessionRegistry::close(SessionId session) {
  const auto found = sessions_.find(session);
  if (found == sessions_.end()) return;
  const UserId user = found->second.user;
  sessions_.erase(found);
  auto& others = of_user_[user];
  std::erase(others, session);
  if (others.empty()) of_user_.erase(user);
}

void SessionRegistry::close_all_of(UserId user) {
  const auto found = of_user_.find(user);
  if (found == of_user_.end()) return;
  for (const SessionId session : found->second) sessions_.erase(session);
  of_user_.erase(found);
}

void SessionRegistry::close_others_of(UserId user, SessionId kept) {
  const auto found = of_user_.find(user);
  if (found == of_user_.end()) return;
  const std::vector<SessionId> all = found->second;
  for (const SessionId session : all) {
    if (session != kept) close(session);
  }
}

void SessionRegistry::freshen(SessionId session, Timestamp until) {
  const auto found = sessions_.find(session);
  if (found != sessions_.end()) found->second.fresh_until = std::max(found->second.fresh_until, until);
}

std::size_t SessionRegistry::count_of(UserId user, Timestamp now) const {
  const auto found = of_user_.find(user);
  if (found == of_user_.end()) return 0;
  return static_cast<std::size_t>(
      std::ranges::count_if(found->second, [&](SessionId session) { return sessions_.at(session).expires_at > now; }));
}

std::optional<SessionId> SessionRegistry::surplus_of(UserId user) const {
  const auto found = of_user_.find(user);
  if (found == of_user_.end() || found->second.size() < sessions_per_user) return {};
  return found->second.front();
}

void SessionRegistry::sweep(Timestamp now) {
  std::vector<SessionId> expired;
  for (const auto& [session, open] : sessions_) {
    if (open.expires_at <= now) expired.push_back(session);
  }
  for (const SessionId session : expired) close(session);
}

std::optional<SessionRegistry::Live> SessionRegistry::find(SessionId session, Timestamp now) const {
  const auto open = sessions_.find(session);
  if (open == sessions_.end() || open->second.expires_at <= now) return {};
  auto live = find_user(open->second.user);
  if (live) live->fresh_until = open->second.fresh_until;
  return live;
}

std::optional<SessionRegistry::Live> SessionRegistry::find_user(UserId id) const {
  const auto user = users_.find(id);
  if (user == users_.end() || !user->second.active) return {};
  const auto client = clients_.find(user->second.tenant);
  if (client == clients_.end() || !client->second.active) return {};
  return Live{id, user->second, client->second, {}};
}

}  // namespace robson::accounts
