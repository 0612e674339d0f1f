#pragma once
// Whole frames on their way to one peer, oldest first. The bytes are shared with other sessions; only the list is
// ours. Written with as few system calls as it takes.
#include <cstddef>
#include <string_view>
#include <vector>

#include "net/frame.hpp"

namespace robson::net {

class Outbox {
 public:
  void push(const FramePtr& frame) {
    frames_.push_back(frame);
    pending_ += frame->bytes.size();
  }
  std::size_t pending() const { return pending_; }  // bytes
  bool empty() const { return pending_ == 0; }

  enum class Written { all, blocked, failed };
  // Writes to a non-blocking socket until all is gone or the kernel takes no more.
  Written write_to(int socket);
  // How many frames have gone out whole since the last call.
  std::size_t take_sent();

  // The bytes that come next, in one run; empty when there are none. `consume` says how many were taken.
  std::string_view front() const;
  void consume(std::size_t bytes);

  // Forgets the frames that have not begun to go out: half a frame would break the stream.
  void drop_unsent();
  void clear();

 private:
  void compact();
  std::vector<FramePtr> frames_;
  std::size_t head_ = 0;    // first frame that is not out
  std::size_t offset_ = 0;  // bytes of it that are
  std::size_t pending_ = 0;
  std::size_t sent_ = 0;
};

}  // namespace robson::net
