#pragma once
// A client of its own, with a loop that runs one task at a time to its end.
#include "client/api.hpp"

namespace robson::fake {

// Runs a task to its end on a loop of its own.
template <class T>
T finish(net::Context& context, net::Task<T> task) {
  std::optional<T> result;
  const auto run = [](net::Context& loop, net::Task<T> inner, std::optional<T>& into) -> net::Task<void> {
    into.emplace(co_await std::move(inner));
    loop.stop();
  };
  net::spawn(context, "test", run(context, std::move(task), result));
  context.restart();
  context.run_for(std::chrono::seconds(20));
  if (!result) throw std::runtime_error("the task did not end");
  return std::move(*result);
}

struct Caller {
  net::Context context{1};
  SystemClock clock{};
  client::Api api;
  Caller(const std::string& url, const std::string& folder, Secret token = {})
      : api(context, clock,
            {.address = *client::parse_address(url),
             .access = {.token = std::move(token), .file = client::TokenFile(folder + "/credentials", "default")},
             .timeout = std::chrono::seconds(5)}) {}
  template <class T>
  T operator()(net::Task<T> task) {
    return finish(context, std::move(task));
  }
};

}  // namespace robson::fake
