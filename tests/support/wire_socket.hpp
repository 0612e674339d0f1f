#pragma once
// A socket that keeps what is sent until the test takes it, with an outbox that is bounded as the server's is.
#include <deque>
#include <string>
#include <vector>

#include "net/server.hpp"

namespace robson::support {

class WireSocket final : public net::Socket {
 public:
  explicit WireSocket(std::size_t outbox_bytes = std::size_t{64} * 1024) : limit_(outbox_bytes) {}

  bool send(const net::FramePtr& frame) override {
    if (closed != 0) return false;
    if (pending_ > 0 && pending_ + frame->bytes.size() > limit_) {
      close(1013, "reader too slow");
      return false;
    }
    frames_.push_back(frame);
    pending_ += frame->bytes.size();
    return true;
  }
  void close(std::uint16_t code, std::string_view why) override {
    if (closed != 0) return;
    closed = code;
    reason = why;
  }
  void abort() override { closed = 1006; }
  void want_drained() override { wants_drained = true; }
  std::size_t pending_bytes() const override { return pending_; }
  const std::string& remote() const override { return remote_; }

  // The oldest frame, as it arrives; null when nothing is under way.
  net::FramePtr take() {
    if (frames_.empty()) return {};
    net::FramePtr frame = frames_.front();
    frames_.pop_front();
    pending_ -= frame->bytes.size();
    return frame;
  }
  // The payloads of all that is under way.
  std::vector<std::string> take_all() {
    std::vector<std::string> payloads;
    while (const net::FramePtr frame = take()) payloads.emplace_back(net::payload_of(*frame));
    return payloads;
  }

  bool wants_drained = false;
  std::uint16_t closed = 0;
  std::string reason{};

 private:
  std::deque<net::FramePtr> frames_;
  std::size_t pending_ = 0;
  std::size_t limit_;
  std::string remote_ = "127.0.0.1";
};

}  // namespace robson::support
