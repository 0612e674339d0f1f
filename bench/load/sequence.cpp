#include "load/sequence.hpp"

#include <algorithm>
#include <cstring>

namespace robson::bench {
namespace {

std::int64_t member(std::string_view message, std::string_view key) {
  const std::size_t at = find_end(message, key);
  return at == std::string_view::npos ? 0 : number_at(message, at);
}

// Takes `key` and its number off the front; none: nothing was taken.
bool take_number(std::string_view& rest, std::string_view key, std::int64_t& number) {
  if (!rest.starts_with(key)) return false;
  number = number_at(rest, key.size());
  const std::size_t end = rest.find_first_not_of("0123456789", key.size());
  rest.remove_prefix(std::min(end, rest.size()));
  return true;
}

std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 2'166'136'261U;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
  return hash | 1U;
}

}  // namespace

std::size_t find_end(std::string_view message, std::string_view key, std::size_t from) {
  if (from >= message.size()) return std::string_view::npos;
  const void* found = ::memmem(message.data() + from, message.size() - from, key.data(), key.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - message.data()) + key.size();
}

std::int64_t number_at(std::string_view message, std::size_t at) {
  std::int64_t number = 0;
  for (; at < message.size() && message[at] >= '0' && message[at] <= '9'; ++at) {
    number = number * 10 + (message[at] - '0');
  }
  return number;
}

Told Sequence::take(std::string_view message) {
  if (message.starts_with(R"({"type":"snapshot")")) {
    start(message);
    return find_end(message.substr(0, 200), R"("resync":true)") == std::string_view::npos ? Told::snapshot
                                                                                          : Told::resync;
  }
  const bool missed = message.starts_with(R"({"type":"catch_up")");
  for (std::size_t at = 0; (at = find_end(message, R"("channel":")", at)) != std::string_view::npos;) {
    const std::size_t end = message.find('"', at);
    if (end == std::string_view::npos) break;
    take_one(message.substr(at, end - at), message.substr(end + 1));
    if (!missed) return Told::other;
    at = end;
  }
  if (!missed) return Told::other;
  epoch_ = member(message, R"("epoch":)");
  if (find_end(message.substr(0, 200), R"("more":true)") == std::string_view::npos) {
    seq_ = std::max(seq_, member(message, R"("to_seq":)"));
  }
  return Told::catch_up;
}

// Begins anew: what came before the snapshot's seq is in it.
void Sequence::start(std::string_view message) {
  epoch_ = member(message, R"("epoch":)");
  seq_ = began_ = member(message, R"("seq":)");
  channels_ = {};
}

void Sequence::take_one(std::string_view name, std::string_view rest) {
  std::int64_t epoch = 0;
  std::int64_t seq = 0;
  std::int64_t previous = 0;
  if (!take_number(rest, R"(,"epoch":)", epoch) || !take_number(rest, R"(,"seq":)", seq)) return;
  if (seq <= seq_) ++back_;
  seq_ = std::max(seq_, seq);
  epoch_ = epoch;
  if (!take_number(rest, R"(,"prev_seq":)", previous)) return;
  ++ordered_;
  Channel& channel = channel_of(name);
  const bool fits = channel.last == 0 ? previous <= began_ : previous == channel.last;
  if (!fits) ++lost_;
  channel.last = seq;
}

Sequence::Channel& Sequence::channel_of(std::string_view name) {
  const std::uint32_t hash = hash_of(name);
  for (Channel& channel : channels_) {
    if (channel.name == 0) channel.name = hash;
    if (channel.name == hash) return channel;
  }
  return channels_.back();
}

}  // namespace robson::bench
