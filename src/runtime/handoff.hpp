#pragma once
// How a task on the loop waits for work that another thread does (the storage thread, the password worker).
#include <functional>

#include "net/loop.hpp"

namespace robson::runtime {

// Resumes the waiting task, by posting to its loop. Any thread; to be called exactly once: a task whose Resume is
// dropped uncalled never goes on.
using Resume = std::function<void()>;

// Stops the calling task, calls `begin` with its Resume and goes on once that was called. `begin` hands the work out
// and returns; it may call the Resume itself when there is no room for the work.
// Cancelling the task does not end the wait: the work is under way, and it is bounded.
// The loop's io_context must allow posts from other threads: concurrency hint 1 does,
// BOOST_ASIO_CONCURRENCY_HINT_UNSAFE does not.
net::Task<void> hand_off(std::function<void(Resume)> begin);

}  // namespace robson::runtime
