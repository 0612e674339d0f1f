#include "net/server/outbox.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace robson::net {
namespace {

constexpr std::size_t frames_a_call = 64;
// A list longer than this was a backlog: its memory is given back once it is empty.
constexpr std::size_t capacity_kept = 64;

ssize_t write_some(int socket, iovec* runs, std::size_t count) {
  for (;;) {
    ssize_t wrote = 0;
    if (count == 1) {
      wrote = ::send(socket, runs[0].iov_base, runs[0].iov_len, MSG_NOSIGNAL | MSG_DONTWAIT);
    } else {
      msghdr message{};
      message.msg_iov = runs;
      message.msg_iovlen = count;
      wrote = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    if (wrote >= 0 || errno != EINTR) return wrote;
  }
}
}  // namespace

Outbox::Written Outbox::write_to(int socket) {
  while (pending_ > 0) {
    iovec runs[frames_a_call];
    std::size_t count = 0;
    std::size_t wanted = 0;
    std::size_t skip = offset_;
    for (std::size_t i = head_; i < frames_.size() && count < frames_a_call; ++i) {
      const std::string& bytes = frames_[i]->bytes;
      runs[count++] = {const_cast<char*>(bytes.data()) + skip, bytes.size() - skip};
      wanted += bytes.size() - skip;
      skip = 0;
    }
    const ssize_t wrote = write_some(socket, runs, count);
    if (wrote < 0) {
      compact();
      return errno == EAGAIN || errno == EWOULDBLOCK ? Written::blocked : Written::failed;
    }
    consume(static_cast<std::size_t>(wrote));
    // The kernel took less than it was offered: asking again would only be told EAGAIN.
    if (static_cast<std::size_t>(wrote) < wanted) {
      compact();
      return Written::blocked;
    }
  }
  return Written::all;
}

std::string_view Outbox::front() const {
  return pending_ == 0 ? std::string_view{} : std::string_view(frames_[head_]->bytes).substr(offset_);
}

void Outbox::consume(std::size_t bytes) {
  pending_ -= bytes;
  bytes += offset_;
  offset_ = 0;
  while (head_ < frames_.size() && bytes >= frames_[head_]->bytes.size()) {
    bytes -= frames_[head_]->bytes.size();
    frames_[head_++].reset();
    ++sent_;
  }
  offset_ = bytes;
  if (head_ < frames_.size()) return;
  head_ = 0;
  if (frames_.capacity() > capacity_kept) {
    std::vector<FramePtr>().swap(frames_);
  } else {
    frames_.clear();
  }
}

std::size_t Outbox::take_sent() {
  return std::exchange(sent_, 0);
}

void Outbox::compact() {
  if (head_ < capacity_kept) return;
  frames_.erase(frames_.begin(), frames_.begin() + static_cast<std::ptrdiff_t>(head_));
  head_ = 0;
}

void Outbox::drop_unsent() {
  if (pending_ == 0) return;
  const std::size_t keep = offset_ > 0 ? head_ + 1 : head_;
  frames_.resize(keep);
  pending_ = offset_ > 0 ? frames_[head_]->bytes.size() - offset_ : 0;
  if (pending_ > 0) return;
  frames_.clear();
  head_ = 0;
}

void Outbox::clear() {
  std::vector<FramePtr>().swap(frames_);
  head_ = offset_ = pending_ = 0;
}

}  // namespace robson::net
