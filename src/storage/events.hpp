#pragma once
// Table events: what happened to each client, in order; append-only. seq counts within the client from 1 without a
// gap; epoch is the run of the engine that wrote the event.
#include <cstdint>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

struct Event {
  std::int64_t seq = 0;
  std::int64_t epoch = 0;
  std::string kind{};
  std::string payload{};  // JSON
  Timestamp at{};
};

// Fails as `duplicate` when the seq is taken: two engines write for one tenant, or one of them counted wrong.
void append_event(Session& session, Tenant tenant, const Event& event);
// 0 when there is none.
std::int64_t last_seq(Session& session, Tenant tenant);
// In order, those after `after`, at most `limit`.
std::vector<Event> events_after(Session& session, Tenant tenant, std::int64_t after, int limit);

}  // namespace robson::storage
