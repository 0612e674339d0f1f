#pragma once
// How values go from one thread to another: a queue with a bound. Policy when full: the sender is refused at once and
// keeps its value; nobody waits for room and nothing is dropped.
#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <utility>
#include <vector>

#include "base/mutex.hpp"

namespace robson {

template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // Any thread. Moves `item` in; false, with `item` untouched, when the queue is full or closed.
  [[nodiscard]] bool try_push(T& item) {
    {
      const Lock lock(mutex_);
      if (closed_ || items_.size() >= capacity_) return false;
      items_.push_back(std::move(item));
    }
    filled_.notify_one();
    return true;
  }

  // Waits for something and takes up to `most` (>= 1) items, oldest first. Empty only when the queue is closed and
  // everything that was in it has been taken.
  std::vector<T> take(std::size_t most) {
    std::vector<T> taken;
    const Lock lock(mutex_);
    while (items_.empty() && !closed_) filled_.wait(mutex_);
    const auto count = static_cast<std::ptrdiff_t>(std::min(most, items_.size()));
    taken.assign(std::make_move_iterator(items_.begin()), std::make_move_iterator(items_.begin() + count));
    items_.erase(items_.begin(), items_.begin() + count);
    return taken;
  }

  // Refuses what comes from now on; what is inside can still be taken.
  void close() {
    {
      const Lock lock(mutex_);
      closed_ = true;
    }
    filled_.notify_all();
  }

  bool is_closed() const {
    const Lock lock(mutex_);
    return closed_;
  }
  std::size_t size() const {
    const Lock lock(mutex_);
    return items_.size();
  }

 private:
  const std::size_t capacity_;
  mutable Mutex mutex_;
  std::condition_variable_any filled_;
  std::deque<T> items_ ROBSON_GUARDED_BY(mutex_);
  bool closed_ ROBSON_GUARDED_BY(mutex_) = false;
};

}  // namespace robson
