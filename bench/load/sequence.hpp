#pragma once
// What one reader knows of the feed's numbering, and whether a message fits to it:
//
//   "channel":"positions","epoch":E,"seq":S[,"prev_seq":P]     a message, by itself or inside a catch_up
//   {"type":"snapshot","epoch":E,"seq":S                       everything up to S
//   {"type":"catch_up","epoch":E,"from_seq":A,"to_seq":B       what was missed
//
// seq only grows; prev_seq is the ordered message of that channel that was seen last. Messages are searched for these
// members, not parsed: hundreds of thousands come in a second.
#include <array>
#include <cstdint>
#include <string_view>

namespace robson::bench {

enum class Told : std::uint8_t { other, snapshot, resync, catch_up };

class Sequence {
 public:
  // `lost`, `back`: see below. A message that is no page of an answer is `other`.
  Told take(std::string_view message);
  std::int64_t seq() const { return seq_; }
  std::int64_t epoch() const { return epoch_; }
  std::uint32_t lost() const { return lost_; }  // ordered messages whose predecessor was not seen
  std::uint32_t back() const { return back_; }  // numbers that did not grow
  std::uint32_t ordered() const { return ordered_; }

 private:
  void take_one(std::string_view channel, std::string_view rest);
  void start(std::string_view message);

  static constexpr std::size_t channels = 10;
  struct Channel {
    std::uint32_t name = 0;  // a hash of it; 0: none yet
    std::int64_t last = 0;   // seq of its newest ordered message
  };
  Channel& channel_of(std::string_view name);

  std::int64_t seq_ = 0;
  std::int64_t epoch_ = 0;
  std::int64_t began_ = 0;  // the snapshot's seq
  std::array<Channel, channels> channels_{};
  std::uint32_t lost_ = 0;
  std::uint32_t back_ = 0;
  std::uint32_t ordered_ = 0;
};

// Where `key` ends in the message; npos when it is not there.
std::size_t find_end(std::string_view message, std::string_view key, std::size_t from = 0);
// The whole number at `at`; 0 when there is none.
std::int64_t number_at(std::string_view message, std::size_t at);

}  // namespace robson::bench
