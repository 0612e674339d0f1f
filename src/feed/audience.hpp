#pragma once
// All readers of one tenant, and the newest state messages that they were told.
#include <map>
#include <set>
#include <vector>

#include "feed/message.hpp"
#include "feed/state.hpp"

namespace robson::feed {

class Reader;

struct Audience {
  struct Value {
    std::string data{};
    MessagePtr message{};
  };

  TenantId tenant{};
  std::vector<Reader*> readers{};
  std::set<StateKey> dirty{};
  std::map<StateKey, Value> values{};
  std::map<std::int64_t, StateKey> by_seq{};  // of the values
  std::vector<MessagePtr> waiting{};          // ordered, durable, not sent yet

  // Channels that somebody reads.
  Channels read() const;
  void put(StateKey key, std::string data, MessagePtr message);
  void drop(const StateKey& key);
  // The oldest value after `seq` in one of `channels`; null when there is none.
  MessagePtr value_after(std::int64_t seq, Channels channels) const;
};

}  // namespace robson::feed
