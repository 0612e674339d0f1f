#pragma once
// A log for the tests: its entries are given to it, its reservations are granted by hand, its readers take notes.
#include <utility>

#include "feed/log.hpp"
#include "json/read.hpp"
#include "support/fake_clock.hpp"

namespace robson::feed {

constexpr TenantId ann{1};
constexpr TenantId bob{2};
constexpr std::int64_t epoch = 5;
using Entries = std::vector<runtime::LogEntry>;
using Numbers = std::vector<std::int64_t>;

inline runtime::LogEntry entry(TenantId tenant, std::string channel, bool urgent = false) {
  return {.tenant = tenant, .channel = std::move(channel), .type = "t", .data = "{}", .urgent = urgent};
}

// A member of the message that is a whole number; -1 when there is none.
inline std::int64_t number(const MessagePtr& message, std::string_view member) {
  const auto json = json::parse(message->json());
  const auto* found = json ? json->find(member) : nullptr;
  return found != nullptr ? std::stoll(found->text) : -1;
}

struct Told {
  TenantId tenant{};
  std::vector<MessagePtr> messages{};
  bool urgent = false;
  Numbers all(std::string_view member) const {
    Numbers found;
    for (const auto& message : messages) found.push_back(number(message, member));
    return found;
  }
};

struct LogDesk {
  support::FakeClock clock{};
  Entries described{};
  std::vector<std::pair<TenantId, std::int64_t>> asked{};
  std::vector<Told> told{};
  Log log{epoch, [this](const auto&, Timestamp) { return std::exchange(described, {}); },
          [this](TenantId tenant, std::int64_t ceiling) { asked.emplace_back(tenant, ceiling); }, clock};

  LogDesk() {
    log.on_publish([this](TenantId tenant, const std::vector<MessagePtr>& messages, bool urgent) {
      told.push_back({tenant, messages, urgent});
    });
  }
  LogDesk(const LogDesk&) = delete;
  LogDesk& operator=(const LogDesk&) = delete;

  Entries enter(Entries entries) {
    described = std::move(entries);
    return log.enter({}, clock.now());
  }
  Entries commit(Entries entries) {
    auto entered = enter(std::move(entries));
    log.committed(entered);
    return entered;
  }
  // The numbers that a reader of these channels walks over.
  Numbers walk(TenantId tenant, std::int64_t seq, Channels channels = Channels::all()) const {
    Numbers found;
    while (const auto message = log.next(tenant, seq, channels)) found.push_back(seq = message->seq());
    return found;
  }
};

}  // namespace robson::feed
