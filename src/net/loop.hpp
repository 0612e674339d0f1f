#pragma once
// The loop: one thread runs one Context, and everything in net/ belongs to that thread. A Task is a coroutine on it.
//
// Never build an aggregate inside an expression that waits: `co_await client.send({.target = "/"})` makes g++ 12 copy
// the aggregate's bytes into the coroutine's frame, strings and all, and destroy it twice. Name it first:
//   Call call{.target = "/"};
//   auto reply = co_await client.send(std::move(call));
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>

#include "base/timestamp.hpp"

namespace robson::net {
using Context = boost::asio::io_context;
using Executor = Context::executor_type;
template <class T>
using Task = boost::asio::awaitable<T, Executor>;

// Waits at least `pause`; ends early, without an error, when the task is cancelled.
Task<void> sleep_for(Duration pause);

// Starts `task` on `context`. An exception that leaves it is logged with `name` and counted; it ends that task only.
void spawn(Context& context, const char* name, Task<void> task);
// How many spawned tasks ended by an exception. Any thread.
std::uint64_t failed_tasks();
}  // namespace robson::net
