#pragma once
// What a subscription is answered with, a page at a time: a snapshot, or what was missed.
#include <optional>
#include <string>
#include <vector>

#include "feed/message.hpp"
#include "feed/state.hpp"

namespace robson::feed {

struct Answer {
  struct Part {
    Channel channel{};
    std::vector<Member> members{};
  };

  bool is_snapshot = false;
  bool resync = false;  // the reader's own place was of no use
  std::int64_t epoch = 0;
  std::int64_t from_seq = 0;
  std::int64_t to_seq = 0;
  Timestamp at{};
  std::vector<Part> parts{};           // of a snapshot
  std::vector<MessagePtr> messages{};  // of a catch_up, by seq

  // The next page as JSON, about `page_bytes` long; none when all have been given. There is at least one.
  std::optional<std::string> next_page();
  bool is_over() const;
  // Nothing more of these channels.
  void leave_out(Channels channels);

 private:
  std::string snapshot_page();
  std::string catch_up_page();

  std::size_t part_ = 0;
  std::size_t member_ = 0;  // of that part
  std::size_t message_ = 0;
  bool owes_page_ = true;
};

}  // namespace robson::feed
