#pragma once
// Who is signed in, in memory: clients, users and live sessions as the database has them. It answers every request's
// "may this session still act, as whom?" without asking the disk. A change is written first and then told here.
// Bounded: a user has at most `sessions_per_user` sessions; another login ends the oldest of them.
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/clients.hpp"
#include "storage/refresh_tokens.hpp"
#include "storage/users.hpp"

namespace robson::accounts {

// Loop thread.
class SessionRegistry {
 public:
  static constexpr std::size_t sessions_per_user = 32;

  struct Client {
    std::string name{};
    bool active = false;
  };
  struct User {
    TenantId tenant{};
    std::string name{};
    storage::Role role{};
    bool active = false;
    std::int64_t token_version = 0;
    bool totp = false;
  };
  struct Live {
    UserId id{};
    const User& user;
    const Client& client;
    Timestamp fresh_until{};
  };

  void put_client(const storage::Client& client);
  void put_client_active(TenantId id, bool active);
  void put_user(const storage::User& user);

  // A new session, or a later end of one that is there.
  void open(SessionId session, UserId user, Timestamp expires_at);
  void close(SessionId session);
  void close_all_of(UserId user);
  void close_others_of(UserId user, SessionId kept);
  // The user has just proved who it is. Only here: a restart forgets it.
  void freshen(SessionId session, Timestamp until);
  std::size_t count_of(UserId user, Timestamp now) const;
  // The session that has to end before `user` may have another one.
  std::optional<SessionId> surplus_of(UserId user) const;
  // Forgets what has expired.
  void sweep(Timestamp now);

  // Nothing when the session has ended or expired, or its user or client is disabled.
  std::optional<Live> find(SessionId session, Timestamp now) const;
  // A user by itself, as the maker of a key: nothing when it, or its client, is disabled.
  std::optional<Live> find_user(UserId user) const;
  std::size_t size() const { return sessions_.size(); }

 private:
  struct Open {
    UserId user{};
    Timestamp expires_at{};
    Timestamp fresh_until{};
  };
  std::unordered_map<TenantId, Client> clients_;
  std::unordered_map<UserId, User> users_;
  std::unordered_map<SessionId, Open> sessions_;
  std::unordered_map<UserId, std::vector<SessionId>> of_user_;  // oldest first
};

}  // namespace robson::accounts
