#pragma once
// One message of the feed: written once as JSON, framed once for each encoding that somebody reads. Loop thread.
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/timestamp.hpp"
#include "feed/channel.hpp"
#include "net/frame.hpp"
#include "runtime/ports.hpp"

namespace robson::feed {

enum class Encoding : std::uint8_t { json, msgpack, sse };

// `id` of an SSE event: "EPOCH-SEQ"; empty: none. `data` is one line of JSON.
net::FramePtr sse_frame(std::string_view data, std::string_view id = {});
// The JSON text in that encoding, as one frame. sse: without an id.
net::FramePtr frame_of(std::string_view json, Encoding encoding);

class Message {
 public:
  Message(std::string_view json, Channel channel, std::int64_t epoch, std::int64_t seq, bool ordered);

  Channel channel() const { return channel_; }
  std::int64_t seq() const { return seq_; }
  bool ordered() const { return ordered_; }  // else a state message
  std::string_view json() const { return net::payload_of(*json_); }
  const net::FramePtr& frame(Encoding encoding) const;

 private:
  friend void intrusive_ptr_add_ref(const Message* message) { ++message->references_; }
  friend void intrusive_ptr_release(const Message* message) {
    if (--message->references_ == 0) delete message;
  }
  net::FramePtr json_;
  mutable net::FramePtr msgpack_{};  // made when first asked for
  mutable net::FramePtr sse_{};
  std::int64_t epoch_;
  std::int64_t seq_;
  mutable std::uint32_t references_ = 0;
  Channel channel_;
  bool ordered_;
};
using MessagePtr = boost::intrusive_ptr<const Message>;

// Texts. `data` is JSON.
std::string ordered_text(const runtime::LogEntry& entry, std::int64_t epoch);
std::string state_text(std::string_view type, Channel channel, std::int64_t epoch, std::int64_t seq, Timestamp now,
                       std::string_view data);
std::string heartbeat_text(std::int64_t epoch, std::int64_t seq, Timestamp now);
std::string error_text(std::string_view code, std::string_view message, std::string_view field, Timestamp now);

}  // namespace robson::feed
