#include "feed/audience.hpp"

#include "feed/hub.hpp"

namespace robson::feed {

Channels Audience::read() const {
  Channels all;
  for (const Reader* reader : readers) all.add(reader->channels());
  return all;
}

void Audience::put(StateKey key, std::string data, MessagePtr message) {
  drop(key);
  by_seq.emplace(message->seq(), key);
  values.emplace(key, Value{std::move(data), std::move(message)});
}

void Audience::drop(const StateKey& key) {
  const auto found = values.find(key);
  if (found == values.end()) return;
  by_seq.erase(found->second.message->seq());
  values.erase(found);
}

MessagePtr Audience::value_after(std::int64_t seq, Channels channels) const {
  for (auto it = by_seq.upper_bound(seq); it != by_seq.end(); ++it) {
    if (channels.has(channel_of(it->second.kind))) return values.at(it->second).message;
  }
  return {};
}

}  // namespace robson::feed
